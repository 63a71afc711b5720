/**
 * What rsyslog does with a file before it reads it: blanks at the end of a line are cut, a backslash at the end goes on
 * with the next line without that line's leading blanks (also in a comment). Positions lead back to the text as written.
 */

export interface Prepared {
  readonly text: string
  /** Offset in the text as written of an offset in `text`. */
  readonly source: (at: number) => number
}

const isBlank = (c: number) => c === 32 || (c >= 9 && c <= 13)

export function prepare(written: string): Prepared {
  const parts: string[] = []
  // Where a piece begins in the result, and where in the source; only where the two move apart.
  const outAt: number[] = []
  const srcAt: number[] = []
  let length = 0
  let pending = 0
  let changed = false
  const put = (from: number, to: number) => {
    if (from > pending || parts.length === 0) changed ||= from !== pending
    outAt.push(length)
    srcAt.push(from)
    parts.push(written.slice(from, to))
    length += to - from
    pending = to
  }
  let runFrom = 0
  let continued = false
  for (let at = 0; at < written.length; ) {
    let newline = written.indexOf('\n', at)
    const last = newline < 0
    if (last) newline = written.length
    let end = newline
    while (end > at && isBlank(written.charCodeAt(end - 1))) end--
    let from = at
    if (continued) while (from < end && isBlank(written.charCodeAt(from))) from++
    const goesOn = end > at && written.charCodeAt(end - 1) === 92
    if (from === at && end === newline && !goesOn) {
      // Nothing to change: the piece grows.
    } else {
      if (runFrom < at) put(runFrom, at)
      const to = goesOn ? Math.max(from, end - 1) : end
      if (to > from) put(from, to)
      // The newline that ends it, unless the line goes on.
      runFrom = goesOn ? newline + 1 : newline
    }
    continued = goesOn
    at = newline + 1
    if (last) break
  }
  if (runFrom < written.length) put(runFrom, written.length)
  if (!changed && length === written.length) return { text: written, source: (at) => at }
  const source = (at: number): number => {
    let low = 0
    let high = outAt.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (outAt[middle]! <= at) low = middle
      else high = middle - 1
    }
    return outAt.length === 0 ? at : srcAt[low]! + (at - outAt[low]!)
  }
  return { text: parts.join(''), source }
}
