/** HTML in which everything that is not our own markup is escaped: a template tag, so that it cannot be forgotten. */
import { eachPart } from '../../shared/inert'

/** Markup that is ours, or escaped. */
export interface Html {
  readonly html: string
}
type Part = Html | string | number | null | undefined | false | readonly Part[]

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const entities = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITY[c]!)

const LINE = /(\r?\n|\t)/

const NAMES =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(
    ' ',
  )

/** A symbol in a box. Few fonts have the control pictures, so the style sheet prints the name from `data-c` instead. */
function boxed(symbol: string): string {
  const name = symbol === '␡' ? 'DEL' : NAMES[(symbol.codePointAt(0) as number) - 0x2400]
  return `<span class="ctl"${name ? ` data-c="${name}"` : ''}>${symbol}</span>`
}

/** Text as it may stand in an element: hidden characters shown as symbols, marked as such. */
const escaped = (text: string): string => eachPart(text, entities, boxed)

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  if ('html' in part) return part.html
  return part.map(render).join('')
}

/** Text in `${}` is escaped; `Html` is taken as it is; arrays are joined; null, undefined and false are nothing. */
export const html = (strings: TemplateStringsArray, ...values: readonly Part[]): Html => ({
  html: strings.reduce((out, string, i) => out + render(values[i - 1]) + string),
})

/** Text without markup inside, for titles, SVG and attributes. */
export const plain = (text: string): Html => ({ html: eachPart(text, entities, (symbol) => symbol) })

/** Raw lines of a file: line ends and tabs are kept, everything else that is hidden is shown. */
export const lines = (text: string): Html => ({
  html: text
    .split(LINE)
    .map((piece) => (piece === '\t' ? '\t' : /^\r?\n$/.test(piece) ? '\n' : escaped(piece)))
    .join(''),
})

/** A string inside a style sheet: every character but plain letters and digits as its code (CSS Syntax 3, 4.3.7). */
export const cssString = (text: string): string =>
  `"${Array.from(text, (c) => (/[A-Za-z0-9 ]/.test(c) ? c : `\\${c.codePointAt(0)!.toString(16)} `)).join('')}"`
