/**
 * Text of the suspect, made harmless to look at: control characters, bidi marks and invisible characters become visible
 * symbols. The list: C0, DEL and C1 controls, Unicode `Bidi_Control`, zero-width and other default-ignorable characters
 * that terminals and browsers swallow (UAX #9, UAX #44). Pure.
 */

export interface Part {
  readonly text: string
  /** For a symbol that stands for a character: its code point and name. */
  readonly about: string | null
}

const C0 = [
  'NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'TAB', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI',
  'DLE', 'DC1', 'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US',
] // biome-ignore format: a table
const NAMED: Readonly<Record<number, string>> = {
  0x85: 'NEL: next line',
  0x9b: 'CSI: begins a terminal command',
  0xa0: '',
  0xad: 'soft hyphen',
  0x61c: 'Arabic letter mark',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate',
  0xfeff: 'byte order mark',
  0xfffd: 'a byte that is not UTF-8',
}
const HIDDEN =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points, never joined
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

const hex = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`

function symbol(char: string): Part {
  const code = char.codePointAt(0) as number
  if (code < 0x20)
    return { text: String.fromCharCode(0x2400 + code), about: `${hex(code)} ${C0[code]}` }
  if (code === 0x7f) return { text: '␡', about: 'U+007F DEL' }
  const name = NAMED[code]
  return { text: `‹${hex(code).slice(2)}›`, about: name ? `${hex(code)} ${name}` : `${hex(code)} invisible` }
}

/** Cuts a text into plain stretches and symbols. Most text is one plain part. */
export function parts(text: string): readonly Part[] {
  HIDDEN.lastIndex = 0
  if (!HIDDEN.test(text)) return [{ text, about: null }]
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
    .map((p) => p.text)
    .join('')
