/**
 * One audit record as text: its head and its fields. What auditd writes is in auparse(3)'s terms:
 *
 *   node=web1 type=SYSCALL msg=audit(1684329817.579:2995): arch=c000003e ... comm="id" key=(null)<GS>ARCH=x86_64 UID="alice"
 *   type=USER_AUTH msg=audit(1492896301.818:19955): pid=1 uid=0 msg='op=PAM:authentication acct="root" res=success'
 *   type=PATH msg=audit(05/17/23 13:23:37.579:2995) : item=0 name=/usr/bin/id nametype=NORMAL        ausearch -i
 *
 * Untrusted strings are in quotes, or in hexadecimal without quotes when they hold a quote, a space or a control character.
 */
export interface AuditRecord {
  readonly type: string
  readonly node: string | null
  /** The stamp as written, which with the serial tells the event. */
  readonly stamp: string
  readonly serial: number
  /** Whether numbers were written as names (ausearch -i): nothing is in hexadecimal then. */
  readonly interpreted: boolean
  /** In order; those of `msg='...'` too. A name that occurs twice keeps the first. */
  readonly fields: ReadonlyMap<string, string>
  /** Names for numbers that log_format=ENRICHED appends, by upper-case field name. */
  readonly enriched: ReadonlyMap<string, string>
  /** What follows the head, as written. */
  readonly text: string
  /** The record from its type on, as written. */
  readonly line: string
}

const HEAD =
  /^(?:node=(?<node>\S{1,255}) )?type=(?<type>[A-Z0-9_[\]]{1,64}) msg=audit\((?<stamp>[\d/: ]{1,24}\.\d{1,9}):(?<serial>\d{1,10})\) ?: ?/
/** What may stand behind a value that is not in quotes; kernels of 2017 left a lone quote there. */
const AFTER = `'"),`
const NONE: ReadonlyMap<string, string> = new Map()
const KEY = /^[\w.[\]-]{1,64}$/
/** Where one event's records are told apart from another's. */
export const eventKey = (r: AuditRecord): string => `${r.node ?? ''} ${r.stamp}:${r.serial}`

/** `wanted`: fields that are kept; all when left out. */
export function auditRecord(line: string, wanted?: (name: string) => boolean): AuditRecord | null {
  const head = HEAD.exec(line)
  if (!head) return null
  const { node = null, type, stamp, serial } = head.groups as Record<string, string>
  const text = line.slice(head[0].length)
  const interpreted = stamp!.includes('/')
  const gs = text.indexOf('\x1d')
  return {
    type: type!,
    node: node as string | null,
    stamp: stamp!,
    serial: Number(serial),
    interpreted,
    fields: pairs(gs < 0 ? text : text.slice(0, gs), interpreted, wanted),
    enriched: gs < 0 ? NONE : pairs(text.slice(gs + 1), false, wanted),
    text,
    line: node === null ? line : line.slice(node!.length + 6),
  }
}

/**
 * `name=value` pairs: quoted values keep their quotes, so that hexadecimal can be told from text. Commas between pairs
 * (DAEMON_START) are left out. Interpreted values may hold spaces: words that are no pair belong to the value before.
 */
function pairs(text: string, interpreted: boolean, wanted?: (name: string) => boolean): Map<string, string> {
  const out = new Map<string, string>()
  let last: string | null = null
  let i = 0
  const set = (key: string, from: number, to: number) => {
    if (wanted && !wanted(key)) {
      last = null
      return
    }
    if (!out.has(key)) out.set(key, text.slice(from, to))
    last = key
  }
  while (i < text.length) {
    const c = text[i]!
    if (c === ' ' || c === ',' || c === "'" || c === '(' || c === ')') {
      i++
      continue
    }
    let end = i
    while (end < text.length && text[end] !== ' ' && text[end] !== '=') end++
    const key = text.slice(i, end)
    if (text[end] !== '=' || !KEY.test(key)) {
      while (end < text.length && text[end] !== ' ') end++
      if (interpreted && last !== null) out.set(last, `${out.get(last)} ${text.slice(i, end)}`)
      i = end
      continue
    }
    let v = end + 1
    // msg='op=... res=success': what is inside are pairs like the others.
    if (text[v] === "'") {
      i = v + 1
      continue
    }
    if (text[v] === '"') {
      const close = text.indexOf('"', v + 1)
      const stop = close < 0 ? text.length : close + 1
      set(key, v, stop)
      i = stop
      continue
    }
    if (text[v] === '{') {
      const close = text.indexOf('}', v)
      const stop = close < 0 ? text.length : close + 1
      set(key, v, stop)
      i = stop
      continue
    }
    const from = v
    // `(null)` may run into what was translated, where the separator before that was lost.
    if (text.startsWith('(null)', v)) v += 6
    else while (v < text.length && text[v] !== ' ') v++
    i = v
    let stop = v
    while (stop > from && AFTER.includes(text[stop - 1]!)) stop--
    // `(null)`, `(none)`, `pts(0)` keep theirs.
    if (stop < v && text.lastIndexOf('(', stop) >= from) while (stop < v && text[stop] === ')') stop++
    set(key, from, stop)
  }
  return out
}

/** The text of an untrusted string: without quotes, or out of hexadecimal. null for `(null)`, `(none)`, `?` and nothing. */
export function untrusted(value: string | undefined, interpreted: boolean): string | null {
  if (value === undefined) return null
  if (value.startsWith('"')) return value.endsWith('"') && value.length > 1 ? value.slice(1, -1) : value.slice(1)
  if (value === '' || value === '?' || value === '(null)' || value === '(none)') return null
  if (interpreted || value.length % 2 !== 0 || !/^[0-9A-F]+$/i.test(value)) return value
  return Buffer.from(value, 'hex').toString('utf8')
}

/** As `untrusted`, for values that are never in hexadecimal. */
export const plain = (value: string | undefined): string | null =>
  value === undefined || value === '' || value === '?' || value === '(null)' ? null : value.replace(/^"(.*)"$/s, '$1')

/** A number; null when it is none, or stands for unset (4294967295, -1). */
export function number(value: string | undefined): number | null {
  const text = plain(value)
  if (text === null || !/^-?\d{1,15}$/.test(text) || text === '4294967295' || text === '-1') return null
  return Number(text)
}
