/** What lines of a log with dates look like: ISO, or another spelling. */
import type { Head } from '../../define'
import { confidence, share } from './shape'

const DATE = String.raw`(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]| \d):[0-5]\d(?::[0-6]\d)?`
const ISO = new RegExp(String.raw`^(?:[\[("<]{0,2}|time="|update-alternatives |[DIWEF], \[)${DATE}(?!\d)`)
const MON = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-6]\d`
const OTHER = new RegExp(
  String.raw`^(?:[\[(]?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MON} {1,2}\d{1,2} ${TIME}(?:\.\d+)?(?: [A-Z]{3,5})? \d{4}\b` +
    String.raw`|(?:[A-Z] )?\[?\d\d[-/]${MON}[-/]\d{4}[ :]${TIME}` +
    String.raw`|\[\d{8}-${TIME}\]` +
    String.raw`|\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) [ \d]\d:[0-5]\d:[0-6]\d[ \t]` +
    String.raw`|(?:[6-9]\d{8}|1\d{9})\.\d{3}(?:\d{3})?[ :]+\S+ \S` +
    String.raw`|1\d{9}: {1,2}\S` +
    String.raw`|\[1\d{9}\] \S)`,
)

/** Lower than every format that knows its program. The spelling that more lines have decides which of the two it is. */
export function genericShape(head: Head, which: 'iso' | 'other'): number {
  const iso = share(head, ISO)
  const other = share(head, OTHER)
  if (which === 'iso' ? iso < other || iso === 0 : other <= iso) return 0
  return confidence(iso + other, 0.6)
}
