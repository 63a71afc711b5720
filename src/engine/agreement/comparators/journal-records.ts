import { UTC } from '../../../shared/time'
import type { LogEvent } from '../../parse/run-log'
import { runLog } from '../../parse/run-log'
import { logs } from '../../registry'
import { defineComparator } from '../define'
import { collector } from '../log-lines'

const CONTEXT = { path: 'a.txt', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }

/** The first line of a message that is still in JSON's escapes; journalctl prints eight blanks for a tab. */
const text = (escaped: string): string =>
  (JSON.parse(`"${escaped}"`) as string).split('\n')[0]!.replaceAll('\t', ' '.repeat(8)).trim()

export default defineComparator({
  title: 'systemd on the number of records, and the same journal in other forms',
  expects: /^journal\/systemd__.*\.expected\.json$/,
  compare: (input) => {
    const c = collector()
    const events = input.events()
    c.add('file', { records: [input.json<{ records: number }>().records, events.length] })
    // The JSON form carries every field: the text forms must say the same of each record.
    const twin = input.file.replace(/\.(?:json|short[\w-]*\.txt|export)$/, '.json')
    const bytes = twin === input.file ? null : input.other(twin)
    const theirs: readonly LogEvent[] = bytes ? runLog(logs.get('journal_json')!, bytes, CONTEXT).events : []
    for (const [i, j] of theirs.entries())
      c.add(`record ${i}`, {
        program: [j.program, events[i]?.program],
        host: [j.host, events[i]?.host],
        pid: [j.pid, events[i]?.pid],
        message: [text(j.message), events[i]?.message.trim()],
        ...(/short-(?:iso|full)/.test(input.file)
          ? { second: [Math.floor((j.ts ?? 0) / 1e6), Math.floor((events[i]?.ts ?? 0) / 1e6)] }
          : {}),
      })
    return c.done()
  },
})
