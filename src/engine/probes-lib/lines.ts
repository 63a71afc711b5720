/** Small things that every text parser needs. */
import type { Line } from '../define'

/** `$ netstat -an`, `# ss -a`, `[root@web ~]# ip a`: the prompt of whoever pasted the output. */
const PROMPT = /^(?:\[?[\w.-]+@[\w.-]+[^#$%>]{0,80}|-?(?:ba|z|k|da)?sh(?:-[\d.]+)?)?[$#]\s+\S/

export const isPrompt = (text: string): boolean => PROMPT.test(text.trimStart()) && text.length < 400

/** Splits at white space; no empty words. */
export const words = (text: string): string[] => text.split(/\s+/).filter((w) => w !== '')

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
