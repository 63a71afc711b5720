/** How many columns a text takes on a terminal: wide characters two, combining marks none (UAX #11, roughly). */
const NONE = /\p{Mn}|\p{Me}/u
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u
const PLAIN = /^[\u0020-\u007e]*$/

const charWidth = (char: string): number => (NONE.test(char) ? 0 : WIDE.test(char) ? 2 : 1)

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length
  let n = 0
  for (const char of text) n += charWidth(char)
  return n
}

/** At most `width` columns; what is cut ends with an ellipsis. */
export function cut(text: string, width: number): string {
  if (text.length <= width && PLAIN.test(text)) return text
  if (widthOf(text) <= width) return text
  let out = ''
  let n = 0
  for (const char of text) {
    const w = charWidth(char)
    if (n + w > width - 1) break
    out += char
    n += w
  }
  return width < 1 ? '' : `${out}…`
}

export const pad = (text: string, width: number, right = false): string => {
  const gap = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? gap + text : text + gap
}
