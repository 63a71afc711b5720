/** Where a layout of ps has each column of a row, and how a line becomes values. */
import type { ParseContext } from '../define'
import { duration } from './host-when'
import { type PsHeader, psTypes } from './ps-header'
import { decimalAt, interner, remembering, skipBlanks, wholeAt, wordEnd } from './scan'
import { resolveStart, type Start, startBefore } from './start-time'

/** The first of these names that a header has. */
const COLUMNS = {
  pid: ['PID'],
  tgid: ['TGID'],
  lwp: ['LWP', 'SPID', 'TID'],
  threads: ['NLWP', 'THCNT'],
  ppid: ['PPID'],
  pgid: ['PGID', 'PGRP'],
  sid: ['SID', 'SESS'],
  user: ['USER', 'EUSER', 'UNAME', 'RUSER', 'UID', 'EUID'],
  euid: ['EUID'],
  uid: ['UID'],
  group: ['GROUP', 'EGROUP', 'RGROUP'],
  tty: ['TTY', 'TT'],
  stat: ['STAT', 'S', 'STATE'],
  started: ['LSTART', 'STARTED', 'START', 'STIME'],
  elapsed: ['ELAPSED', 'ETIME'],
  time: ['TIME'],
  cpu: ['%CPU', 'C'],
  memory: ['%MEM'],
  vsz: ['VSZ', 'VSIZE', 'VIRT'],
  pages: ['SZ'],
  rss: ['RSS', 'RSZ'],
  nice: ['NI', 'NICE'],
  priority: ['PRI'],
  wchan: ['WCHAN', 'NWCHAN', 'MWCHAN'],
  cgroup: ['CGROUP'],
  label: ['LABEL'],
} as const
/** Index of a column in the values of a line; -1 when the layout lacks it. */
export type PsAt = Readonly<Record<keyof typeof COLUMNS, number>>

export interface PsPlan {
  readonly at: PsAt
  /** The values of the line that was read last: text as printed, and figures; NaN for what is none. */
  readonly words: string[]
  readonly figures: Float64Array
  /**
   * Reads a line in which each column is one word (or the five of lstart), figures are figures, and the last is the command.
   * False when the line is not so plain: then nothing is said.
   */
  readonly plain: ((text: string) => boolean) | null
  /** Takes the values as some other way of reading gave them. */
  readonly fill: (values: readonly string[]) => void
}

/** A decimal figure as ps prints it; NaN for `-`, `?` and whatever else is none. */
function figure(value: string): number {
  const plain = decimalAt(value, 0, value.length)
  if (plain >= 0) return plain
  return /^-?\d{1,15}(?:[.,]\d{1,15})?$/.test(value) ? Number(value.replace(',', '.')) : Number.NaN
}
/** KiB; busybox shortens to `12m`. */
function size(value: string): number {
  const m = /^(\d{1,15}(?:\.\d{1,15})?)([kmgt]?)$/i.exec(value)
  return m ? Math.round(Number(m[1]) * 1024 ** 'kmgt'.indexOf((m[2] || 'k').toLowerCase())) : Number.NaN
}

/** Minutes and seconds at least. */
function isTime(text: string, from: number, to: number): boolean {
  const c = text.charCodeAt(from)
  if (c < 48 || c > 57) return false
  for (let i = from + 1; i < to; i++) if (text.charCodeAt(i) === 58) return true
  return false
}

/** The five words of lstart; other starts are one word of four letters or more. */
const LSTART = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/
const LSTART_LENGTH = 24

type Kind = 'whole' | 'figure' | 'word' | 'time' | 'start' | 'command'

export function psPlan(header: PsHeader): PsPlan {
  const { names } = header
  const first = (wanted: readonly string[]): number => {
    for (const name of wanted) {
      const i = header.at.get(name)
      if (i !== undefined) return i
    }
    return -1
  }
  const at = Object.fromEntries(Object.entries(COLUMNS).map(([name, wanted]) => [name, first(wanted)])) as PsAt
  const types = psTypes(header)
  const last = names.length - 1
  const kinds = types.map((type, i): Kind | null => {
    if (type === 'free') return i === last ? 'command' : null
    if (type === 'label') return null
    if (type === 'int') return 'whole'
    if (type === 'real') return 'figure'
    if (type === 'start') return 'start'
    return names[i] === 'TIME' ? 'time' : 'word'
  })
  const sizes = new Set([at.vsz, at.rss])
  const words = names.map(() => '')
  const figures = new Float64Array(names.length)
  const intern = interner()
  const plain = (text: string): boolean => {
    let i = 0
    for (let c = 0; c <= last; c++) {
      const from = skipBlanks(text, i)
      const kind = kinds[c]
      if (kind === 'command') {
        if (from >= text.length) return false
        words[c] = text.slice(from)
        return true
      }
      let to = wordEnd(text, from)
      if (to === from) return false
      if (kind === 'whole' || kind === 'figure') {
        const n = kind === 'whole' ? wholeAt(text, from, to) : decimalAt(text, from, to)
        if (n < 0) return false
        figures[c] = n
        // What a column holds that has no place of its own is printed.
        if (header.others.length > 0) words[c] = intern(text, from, to)
      } else {
        // A blank column, or a start of two words (`Feb 20`), moves the others by one: then neither fits.
        if (kind === 'time' && !isTime(text, from, to)) return false
        if (kind === 'start' && to - from < 4) {
          to = Math.min(from + LSTART_LENGTH, text.length)
          if (!LSTART.test(text.slice(from, to))) return false
        }
        const word = intern(text, from, to)
        words[c] = word
        figures[c] = Number.NaN
      }
      i = to
    }
    return false
  }
  return {
    at,
    words,
    figures,
    plain: kinds.includes(null) || kinds[last] !== 'command' || types[last] !== 'free' ? null : plain,
    fill: (values) => {
      for (let c = 0; c <= last; c++) {
        const value = values[c]!
        words[c] = value
        const type = types[c]
        figures[c] = type === 'int' || type === 'real' ? (sizes.has(c) ? size(value) : figure(value)) : Number.NaN
      }
    },
  }
}

export interface PsTimes {
  readonly start: (printed: string | null, elapsed: number | null) => Start | null
  /** Seconds to the hundredth. */
  readonly used: (printed: string) => number | null
  readonly elapsed: (printed: string) => number | null
}
export function psTimes(context: ParseContext): PsTimes {
  const resolved = remembering((printed) => resolveStart(printed, context))
  const seconds = remembering(duration)
  const hundredths = remembering((printed) => {
    const n = duration(printed)
    return n === null ? null : Math.round(n * 100) / 100
  })
  return {
    start: (printed, elapsed) => {
      const told = printed === null ? null : resolved(printed)
      if (elapsed === null) return told
      // An age is relative to a moment that is known less well than a printed start to the second or minute.
      return told && told.error <= 60 ? told : (startBefore(elapsed, context) ?? told)
    },
    used: hundredths,
    elapsed: seconds,
  }
}
