/**
 * Text of the suspect, made harmless to look at: control characters, bidi marks and invisible characters become visible
 * badges (ESC, 202E). No control pictures: few fonts have them. Pure.
 */
import { HIDDEN } from '../../shared/inert'

export interface Part {
  readonly text: string
  /** For a symbol that stands for a character: its code point and name. */
  readonly about: string | null
}

const C0 = [
  'NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'TAB', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI',
  'DLE', 'DC1', 'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US',
] // biome-ignore format: a table
/** Layout rather than mischief: shown faintly, and kept as a tab where lines are shown whole. */
export const TAB = '→'

const NAMED: Readonly<Record<number, string>> = {
  133: 'NEL: next line',
  155: 'CSI: begins a terminal command',
  160: '',
  173: 'soft hyphen',
  1564: 'Arabic letter mark',
  8203: 'zero-width space',
  8204: 'zero-width non-joiner',
  8205: 'zero-width joiner',
  8206: 'left-to-right mark',
  8207: 'right-to-left mark',
  8232: 'line separator',
  8233: 'paragraph separator',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'pop directional formatting',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8288: 'word joiner',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'pop directional isolate',
  65279: 'byte order mark',
  65533: 'a byte that is not UTF-8',
}
const hex = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`

function symbol(char: string): Part {
  const code = char.codePointAt(0) as number
  if (code === 9) return { text: TAB, about: 'U+0009 TAB' }
  if (code < 0x20) return { text: C0[code] as string, about: `${hex(code)} ${C0[code]}` }
  if (code === 0x7f) return { text: 'DEL', about: 'U+007F DEL' }
  const name = NAMED[code]
  return { text: hex(code).slice(2), about: name ? `${hex(code)} ${name}` : `${hex(code)} invisible` }
}

/** Cuts a text into plain stretches and symbols. Most text is one plain part. */
export function parts(text: string): readonly Part[] {
  if (text.search(HIDDEN) < 0) return [{ text, about: null }]
  const found: Part[] = []
  let at = 0
  for (const m of text.matchAll(HIDDEN)) {
    if (m.index > at) found.push({ text: text.slice(at, m.index), about: null })
    found.push(symbol(m[0]))
    at = m.index + m[0].length
  }
  if (at < text.length) found.push({ text: text.slice(at), about: null })
  return found
}

/** The same as one string, for tooltips and the clipboard of people. */
export const inertString = (text: string): string =>
  parts(text)
    .map((p) => (p.about === null || p.text === TAB ? p.text : `‹${p.text}›`))
    .join('')
