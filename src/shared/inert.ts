/**
 * The suspect's text, made harmless for reports and terminals: what would be obeyed or hidden is shown. C0 controls and DEL
 * become their control pictures (`␛`), C1 controls, bidi marks (Unicode `Bidi_Control`), zero-width and other
 * default-ignorable characters, line and paragraph separators and lone surrogates are spelled (`‹U+202E›`).
 */
/** Every character that is obeyed or not seen; the window marks the same ones. Global: use with matchAll, replace, search. */
export const HIDDEN =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: single code points, never joined
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu

const spell = (char: string): string => {
  const code = char.codePointAt(0) as number
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '␡'
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`
}

/** Calls `plain` for stretches as they are and `mark` for what stands in for a hidden character; joins the answers. */
export function eachPart(text: string, plain: (text: string) => string, mark: (symbol: string) => string): string {
  let out = ''
  let at = 0
  for (const m of text.matchAll(HIDDEN)) {
    if (m.index > at) out += plain(text.slice(at, m.index))
    out += mark(spell(m[0]))
    at = m.index + m[0].length
  }
  return out + (at < text.length ? plain(text.slice(at)) : '')
}

const same = (text: string) => text

/** One line of text with nothing in it that a terminal or a page would obey; line breaks and tabs are symbols too. */
export const inert = (text: string): string => eachPart(text, same, same)

/** JSON whose text holds no control, bidi or invisible character: these are written as escapes, so nothing is lost. */
export function inertJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent)
  return /[^ -~]/.test(json) ? marked(json) : json
}
const marked = (json: string): string =>
  json
    .split('\n')
    .map((line) =>
      line.replace(HIDDEN, (char) =>
        Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(
          '',
        ),
      ),
    )
    .join('\n')
