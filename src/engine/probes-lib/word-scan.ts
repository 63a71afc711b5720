/**
 * Words of a line by their places, found without a pattern and without making strings: for tables with a line for each of
 * thousands of things.
 */
export interface WordScan {
  /** Finds at most `most` words from `from` on; how many there are. A word ends at a blank or a tab. */
  scan(text: string, most?: number, from?: number): number
  /** The n-th word. */
  word(n: number): string
  /** From the n-th word to the end of the line, without blanks at the end. */
  rest(n: number): string
  /** Where the n-th word begins, and the place after its end. */
  start(n: number): number
  end(n: number): number
  /** The n-th word as a whole number of up to fifteen digits without sign; -1 when it is none. */
  number(n: number): number
}

const MOST = 64

/** Each parser makes one and uses it for a line at a time. */
export function wordScan(): WordScan {
  const starts = new Int32Array(MOST)
  const ends = new Int32Array(MOST)
  let line = ''
  return {
    scan(text, most = MOST, from = 0) {
      line = text
      const length = text.length
      let n = 0
      let i = from
      for (;;) {
        while (i < length && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i++
        if (i >= length) return n
        const begin = i
        for (; i < length; i++) {
          const c = text.charCodeAt(i)
          if (c === 32 || c === 9) break
        }
        starts[n] = begin
        ends[n] = i
        if (++n >= most) return n
      }
    },
    word: (n) => line.slice(starts[n], ends[n]),
    rest(n) {
      let to = line.length
      while (to > starts[n]! && (line.charCodeAt(to - 1) === 32 || line.charCodeAt(to - 1) === 9)) to--
      return line.slice(starts[n], to)
    },
    start: (n) => starts[n]!,
    end: (n) => ends[n]!,
    number(n) {
      const from = starts[n]!
      const to = ends[n]!
      if (to - from > 15) return -1
      let value = 0
      for (let i = from; i < to; i++) {
        const digit = line.charCodeAt(i) - 48
        if (digit < 0 || digit > 9) return -1
        value = value * 10 + digit
      }
      return value
    },
  }
}
