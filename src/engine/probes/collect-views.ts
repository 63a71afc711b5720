/**
 * What the host's own programs leave out, as Vestigo found it by looking twice without them: one JSON object a line.
 *   {"vestigo":"view","subject":"process","id":"232","label":"updaterd","seen":["/proc over sftp","ls"],"missing":["ps"],"began":...}
 *   {"vestigo":"view","subject":"summary","id":"listener","label":"/proc/net over sftp: 5, ss: 5","seen":[...],"missing":[],...}
 */
import { type Instant, instant } from '../../shared/time'
import { defineProbe, list, optional, text, time } from '../define'

const START = /^\{"vestigo":"view",/
const LAST = 7_258_118_400_000_000

const words = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) && value.every((v) => typeof v === 'string') ? (value as string[]) : null
const moment = (value: unknown): Instant | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LAST ? instant(value as number) : null

export default defineProbe({
  title: 'Views compared',
  commands: ['views.jsonl'],
  recognise: {
    names: ['views.jsonl'],
    shape: (head) =>
      head.lines.some((l) => l !== '') && head.lines.every((l) => l === '' || START.test(l)) ? 0.98 : 0,
  },
  columns: {
    subject: text('process, listener, or summary: how much each view showed'),
    item: text('PID; protocol and port; for a summary what was counted'),
    label: optional(text('Its name or address, where one is known')),
    seen_by: list('Views that show it'),
    missing_in: list('Views of the host’s own programs that leave it out'),
    began: time('Start of the comparison, by the examiner’s clock'),
    ended: time('Its end'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (line.text.trim() === '') continue
      let json: Readonly<Record<string, unknown>> = {}
      try {
        const value: unknown = JSON.parse(line.text)
        if (typeof value === 'object' && value !== null) json = value as Record<string, unknown>
      } catch {
        // told below
      }
      const subject = words(json['subject'])
      const item = words(json['id'])
      const seen_by = texts(json['seen'])
      const missing_in = texts(json['missing'])
      const began = moment(json['began'])
      const ended = moment(json['ended'])
      if (
        json['vestigo'] !== 'view' ||
        !subject ||
        !item ||
        !seen_by ||
        !missing_in ||
        began === null ||
        ended === null
      ) {
        out.unparsed(line, 'not a line of a comparison of views')
        continue
      }
      out.row({ subject, item, label: words(json['label']) || null, seen_by, missing_in, began, ended }, line)
    }
  },
})
