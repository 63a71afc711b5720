/** Reading figures that a suspect's tool printed: anything that is not plainly a figure is null, never NaN or Infinity. */

/** A whole number up to 2^53 - 1, with sign; null otherwise. */
export function whole(text: string | undefined | null): number | null {
  if (!text) return null
  if (text.charCodeAt(0) !== 45) return count(text)
  const n = count(text.slice(1))
  return n === null ? null : -n
}

/** A whole number that counts something; null for a sign, too. */
export function count(text: string | undefined | null): number | null {
  if (!text || text.length > 16) return null
  let n = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return null
    n = n * 10 + digit
  }
  return Number.isSafeInteger(n) ? n : null
}

/** A decimal figure; a comma for the point (as other locales print) is taken. */
export function decimal(text: string | undefined | null): number | null {
  if (!text || text.length > 24) return null
  const from = text.charCodeAt(0) === 45 ? 1 : 0
  let point = -1
  let n = 0
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= 48 && c <= 57) n = n * 10 + c - 48
    else if ((c === 46 || c === 44) && point < 0) point = i
    else return null
  }
  const digits = text.length - from - (point < 0 ? 0 : 1)
  if (digits === 0) return null
  const places = point < 0 ? 0 : text.length - 1 - point
  // Both are exact up to here, so their quotient is the nearest number to what is printed.
  if (n <= Number.MAX_SAFE_INTEGER && places <= 22) return (from ? -n : n) / 10 ** places
  return Number(text.replace(',', '.'))
}

/** Hexadecimal, with or without 0x; null when longer than 2^53 holds. */
export function hex(text: string | undefined | null): number | null {
  const m = text ? /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text) : null
  if (!m) return null
  const n = Number.parseInt(m[1]!, 16)
  return Number.isSafeInteger(n) ? n : null
}
