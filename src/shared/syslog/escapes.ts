/**
 * Escapes of rsyslog's strings: `\n`, `\t`, `\"`, `\x41`, `\101`. An escape that is unknown keeps its backslash away
 * and its letter (rsyslog's manual, "Escaping"; a `$` in a string of an expression must be escaped).
 */
const LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

export function undoEscapes(text: string): string {
  if (!text.includes('\\')) return text
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c !== '\\' || i + 1 >= text.length) {
      out += c
      continue
    }
    const next = text[++i]!
    const hex = next === 'x' ? /^[0-9a-f]{2}/i.exec(text.slice(i + 1, i + 3)) : null
    const octal = /^[0-7]{3}/.exec(text.slice(i, i + 3))
    if (hex) {
      out += String.fromCharCode(Number.parseInt(hex[0], 16))
      i += 2
    } else if (octal) {
      out += String.fromCharCode(Number.parseInt(octal[0], 8) & 255)
      i += 2
    } else out += LETTERS[next] ?? next
  }
  return out
}
