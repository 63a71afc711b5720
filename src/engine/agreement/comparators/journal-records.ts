import { UTC } from '../../../shared/time'
import type { LogEvent } from '../../parse/run-log'
import { runLog } from '../../parse/run-log'
import { logs } from '../../registry'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

const CONTEXT = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }

/** The first line of a message; journalctl prints eight blanks for a tab. */
const text = (message: string): string => message.split('\n')[0]!.replaceAll('\t', ' '.repeat(8)).trim()

export default defineComparator({
  title: 'systemd on the number of records, and the same journal in other forms',
  expects: /^journal\/systemd__.*\.expected\.json$/,
  compare: async (input) => {
    const c = collector()
    const binary = input.file.includes('__binary__')
    const full = binary || /json|export|verbose/.test(input.file)
    const events = input.events()
    c.add('file', { records: [input.json<{ records: number }>().records, events.length] })
    // journalctl's own export of the file that we decode.
    if (binary) {
      const other = input.other('journal/systemd__fedora37-aarch64__system.journal.export')
      const latin1 = new TextDecoder('latin1')
      // systemd 252 does not print the sequence number on a line of its own.
      const ours = latin1.decode(input.bytes).replace(/^__SEQNUM(?:_ID)?=.*\n/gm, '')
      const theirs = other ? latin1.decode(other) : ''
      c.add('export', { bytes: [theirs.length, ours.length], equal: [true, ours === theirs] })
    }
    // The JSON form carries every field: the other forms must say the same of each record.
    const twin = 'journal/systemd__fedora37-aarch64__system.journal.json'
    const bytes = twin === input.file ? null : input.other(twin)
    const all: readonly LogEvent[] = bytes ? runLog(logs.get('journal_json')!, bytes, CONTEXT).events : []
    // Two forms are of the last records only.
    const theirs = all.slice(-events.length)
    for (const [i, j] of theirs.entries())
      c.add(`record ${i}`, {
        program: [j.program, events[i]?.program],
        host: [j.host, events[i]?.host],
        pid: [j.pid, events[i]?.pid],
        ...(full
          ? {
              message: [j.message, events[i]?.message],
              ts: [j.ts, events[i]?.ts],
              facility: [j.facility, events[i]?.facility],
              severity: [j.severity, events[i]?.severity],
            }
          : { message: [text(j.message), events[i] && text(events[i].message)] }),
        ...(/short-(?:iso|full)/.test(input.file)
          ? { second: [Math.floor((j.ts ?? 0) / 1e6), Math.floor((events[i]?.ts ?? 0) / 1e6)] }
          : {}),
      })
    return c.done()
  },
})
