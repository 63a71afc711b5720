/** Small things that every text parser needs. */
import type { Line } from '../define'

/** `$ netstat -an`, `# ss -a`, `[root@web ~]# ip a`: the prompt of whoever pasted the output. */
const PROMPT = /^(?:\[?[\w.-]+@[\w.-]+[^#$%>]{0,80}|-?(?:ba|z|k|da)?sh(?:-[\d.]+)?)?[$#]\s+\S/

export const isPrompt = (text: string): boolean =>
  text.length < 400 && (text.includes('$') || text.includes('#')) && PROMPT.test(text.trimStart())

/** White space as `\s` has it. */
const isSpace = (c: number): boolean =>
  c === 32 ||
  (c >= 9 && c <= 13) ||
  (c >= 0xa0 &&
    (c === 0xa0 ||
      c === 0x1680 ||
      (c >= 0x2000 && c <= 0x200a) ||
      c === 0x2028 ||
      c === 0x2029 ||
      c === 0x202f ||
      c === 0x205f ||
      c === 0x3000 ||
      c === 0xfeff))

/** Splits at white space; no empty words. A loop: splitting by a RegExp takes several times as long. */
export function words(text: string): string[] {
  const out: string[] = []
  const n = text.length
  for (let i = 0; i < n; ) {
    while (i < n && isSpace(text.charCodeAt(i))) i++
    if (i === n) break
    const from = i
    while (i < n && !isSpace(text.charCodeAt(i))) i++
    out.push(text.slice(from, i))
  }
  return out
}

/** Lines with the next one in view, for outputs that wrap. */
export function peekable(lines: Iterable<Line>): { peek: () => Line | null; next: () => Line | null } {
  const it = lines[Symbol.iterator]()
  let ahead: Line | null | undefined
  const pull = (): Line | null => {
    const step = it.next()
    return step.done ? null : step.value
  }
  return {
    peek: () => {
      if (ahead === undefined) ahead = pull()
      return ahead
    },
    next: () => {
      const line = ahead === undefined ? pull() : ahead
      ahead = undefined
      return line
    },
  }
}

/** How many of the head's first `max` lines with text fit, and how many there are. */
export function fitting(
  lines: readonly string[],
  fits: (line: string) => boolean,
  max = 60,
): { fit: number; of: number } {
  let fit = 0
  let of = 0
  for (const line of lines) {
    if (line.trim() === '' || isPrompt(line)) continue
    of++
    if (line.length < 4000 && fits(line)) fit++
    if (of >= max) break
  }
  return { fit, of }
}
