import { defineComparator } from '../define'
import { byLine, collector, messageRow } from '../log-lines'

/** Where each field of a decoder is here: tables of messages, and the column. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, readonly [kinds: readonly string[], column: string]>>>> =
  {
    sudo: {
      dstuser: [['sudo'], 'account'],
      srcuser: [['sudo'], 'runas'],
      url: [['sudo'], 'directory'],
      status: [['sudo'], 'command'],
    },
    sshd: { srcip: [['ssh_auth', 'tcpwrapper'], 'address'] },
  }

export default defineComparator({
  title: 'ossec-logtest on lines',
  expects: /^syslog\/ossec__logtesting.*\.expected\.txt$/,
  compare: (input) => {
    const c = collector()
    const notCarried = new Set<string>(['Rule id', 'Level', 'Description'])
    const event = byLine(input.events()).get(1)
    const found = new Map<string, string>()
    for (const m of input.text().matchAll(/^ +([\w ]+): '(.*)'$/gm)) found.set(m[1]!, m[2]!)
    const decoder = found.get('decoder')
    // Without a program OSSEC did not know the header, and the host is the one that it ran on.
    const knew = found.get('program_name') !== '(null)'
    for (const [field, theirs] of found) {
      if (field === 'hostname' && knew) c.add('line 1', { hostname: [theirs, event?.host] })
      else if (field === 'program_name' && knew) c.add('line 1', { program_name: [theirs, event?.program] })
      else if (field === 'log' && knew) c.add('line 1', { log: [theirs.trim(), event?.message.trim()] })
      else if (/^(?:full event|hostname|program_name|log|decoder|Rule id|Level|Description)$/.test(field)) continue
      else {
        const read = FIELDS[decoder ?? '']?.[field]
        if (read) c.add('line 1', { [field]: [theirs, messageRow(read[0], event)?.[read[1]]] })
        else notCarried.add(`${decoder ?? ''} ${field}`.trim())
      }
    }
    return c.done([...notCarried])
  },
})
