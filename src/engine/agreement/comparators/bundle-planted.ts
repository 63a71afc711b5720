import type { AnyRow } from '../../define'
import { readBundle, rowsOfMember } from '../bundle'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

interface Planted {
  readonly hostname: string
  readonly members: number
  readonly listening: readonly string[]
  readonly connections: readonly string[]
  readonly processes: readonly string[]
  readonly deleted_open_file: string
  readonly alice_bash_history?: string
  readonly cron?: string
}
/** Where each kind of archive keeps its views of the host. */
const PLACES = {
  uac: {
    root: '',
    hostname: 'live_response/network/hostname.txt',
    sockets: 'live_response/network/netstat_-anp.txt',
    processes: 'live_response/process/ps_auxwww.txt',
    files: 'live_response/process/lsof_-nPl.txt',
  },
  sosreport: {
    root: '',
    hostname: 'sos_commands/host/hostname',
    sockets: 'sos_commands/networking/netstat_-W_-neopa',
    processes: 'sos_commands/process/ps_auxwww',
    files: 'sos_commands/process/lsof_-b_M_-n_-l_-c',
  },
} as const
/** How ps prints each process of the list: control characters and what is no ASCII as `?` or `.`, long users cut with a plus. */
const PROCESSES: readonly (readonly [says: RegExp, is: (r: AnyRow) => boolean])[] = [
  [/space in exe path/, (r) => r['command'] === '/srv/My Files/slee p 9999'],
  [/\.x11 7777/, (r) => r['command'] === './.x11 7777'],
  [/newline, tab and ESC/, (r) => /^evil.name.with .\[31mctl$/.test(String(r['command']))],
  [/kworker/, (r) => r['command'] === 'kworker/0:1' && r['kernel_thread'] !== true],
  [/UTF-8 title/, (r) => /^gr.{2,4}e-.{3,9} daemon/u.test(String(r['command']))],
  [/comm "a\) S 1/, (r) => String(r['command']).includes('print F "a) S 1 (b"')],
  [/zombie/, (r) => r['defunct'] === true && r['name'] === 'perl'],
  [
    /4 threads/,
    (r) => String(r['command']).startsWith('python3 -c import threading') && String(r['stat']).includes('l'),
  ],
  [/a-very-long/, (r) => /^(?:a-very-|\d+$)/.test(String(r['user'] ?? r['uid'])) && r['command'] === 'sleep 9102'],
]
const socket = (r: AnyRow) => `${String(r['proto']).replace(/6$/, '')} ${r['local_address']}:${r['local_port']}`

export default defineComparator({
  title: 'what was planted on the host',
  kind: 'bundle',
  expects: /^bundles\/local__generated__.*\.facts\.json$/,
  compare: async (input) => {
    const facts = input.json<Planted>()
    const places = input.file.includes('uac-') ? PLACES.uac : PLACES.sosreport
    const root = /__(sosreport-[a-z0-9-]+)\.tar/.exec(input.file)?.[1]
    const more = ['[root]/home/alice/.bash_history', '[root]/etc/cron.d/updater']
    const wanted = new Set<string>([...Object.values(places), ...more])
    const bundle = await readBundle(input.path, root ? `${root}/` : '', (path) => wanted.has(path))
    const sockets = rowsOfMember(bundle, places.sockets)
    const processes = rowsOfMember(bundle, places.processes)
    const c = collector()
    c.add('bundle', {
      members: [facts.members, bundle.members + bundle.refused],
      hostname: [facts.hostname, rowsOfMember(bundle, places.hostname)[0]?.['name']],
    })
    for (const says of facts.listening) {
      const [proto, place, program] = says.split(' ') as [string, string, string]
      const found = sockets.find((r) =>
        proto === 'unix'
          ? r['path'] === place
          : socket(r) === `${proto} ${place.replace(/^\[(.*)\]/, '$1')}` && r['state'] !== 'ESTABLISHED',
      )
      const name = program.split('/').at(-1)
      // A process that set its own title shows that, and netstat cuts it.
      c.add(says, { program: [name, String(found?.['program'] ?? 'no such socket').replace(/:.*$/, '')] })
      if (proto !== 'udp') c.add(says, { state: ['LISTEN', String(found?.['state']).replace(/ING$/, '')] })
    }
    for (const says of facts.connections) {
      const m = /^(\d+) x (ESTAB|TIME-WAIT) (\S+) -> (\S+):(\d+)/.exec(says)
      if (!m) continue
      const [, count, state, from, to, port] = m
      c.add(says, {
        count: [
          count,
          sockets.filter(
            (r) =>
              r['local_address'] === from &&
              r['remote_address'] === to &&
              r['remote_port'] === Number(port) &&
              r['state'] === (state === 'ESTAB' ? 'ESTABLISHED' : 'TIME_WAIT'),
          ).length,
        ],
      })
    }
    for (const says of facts.processes) {
      const is = PROCESSES.find(([re]) => re.test(says))?.[1]
      c.add(says, { processes: [1, is ? processes.filter(is).length : 'not mapped'] })
    }
    const deleted = rowsOfMember(bundle, places.files).filter((r) => r['path'] === facts.deleted_open_file)
    c.add(facts.deleted_open_file, {
      deleted: [true, deleted.length > 0 && deleted.every((r) => r['deleted'] === true)],
    })
    if (facts.alice_bash_history !== undefined)
      // Typed behind another command in the same line.
      c.add('bash_history', {
        command: [facts.alice_bash_history, String(rowsOfMember(bundle, more[0]!)[0]?.['command']).split('; ').at(-1)],
      })
    if (facts.cron !== undefined) {
      const [, schedule, command] = /^\S+ (\S+ \S+ \S+ \S+ \S+) (.*)$/.exec(facts.cron)!
      const job = rowsOfMember(bundle, more[1]!).find((r) => r['command'] !== null)
      c.add('cron', { schedule: [schedule, job?.['schedule']], command: [command, job?.['command']] })
    }
    return c.done(['loopback pairs', 'syslog_planted'])
  },
})
