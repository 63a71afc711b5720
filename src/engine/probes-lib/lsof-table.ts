/**
 * The table of lsof. Its columns are padded to the longest value of the listing, so a number ends where its header
 * ends, and a blank column is a blank (DEVICE of netlink, TID of a main thread). Text that went through hands, or a
 * page, has lost that: then the kinds of the words decide.
 */
import { FD, type LsofRaw } from './lsof-row'
import { interner, remembering, wholeAt } from './scan'

export interface LsofHeader {
  readonly names: readonly string[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly kinds: readonly ('left' | 'right' | 'fd' | 'name')[]
  /** The cells of the line that was read last, and how one of them is found. */
  readonly cells: string[]
  readonly get: Get
}

const NAMES =
  /^(?:COMMAND|CMD|PID|ZONE|TID|TASKCMD|PPID|PGID|USER|SECURITY-CONTEXT|FD|TYPE|FILE-ADDR|FCT|FILE-FLAG|FLAG|NODE-ID|DEVICE|DEV|SIZE\/OFF|SIZE|OFFSET|NLINK|NODE|NAME)$/

export function lsofHeader(text: string): LsofHeader | null {
  if (text.length > 1000 || !/^\s*(?:COMMAND|CMD)\s/.test(text) || !/\bPID\b.*\bFD\s+TYPE\b.*\bNAME\s*$/.test(text))
    return null
  const found = [...text.matchAll(/\S+/g)]
  if (!found.every((m) => NAMES.test(m[0]))) return null
  const names = found.map((m) => m[0])
  const cells = names.map(() => '')
  const at = new Map(names.map((name, i) => [name, i]))
  return {
    names,
    starts: found.map((m) => m.index),
    ends: found.map((m) => m.index + m[0].length),
    kinds: names.map((n) => (n === 'NAME' ? 'name' : n === 'FD' ? 'fd' : LEFT.has(n) ? 'left' : 'right')),
    cells,
    get: (name) => {
      const i = at.get(name)
      return i === undefined ? null : cells[i]!
    },
  }
}

const SIZE = /^(?:\d+|0t\d+|0x[0-9a-f]+)$/i
const TYPE = /^(?:[A-Za-z][\w.]*|0[0-7]{3,4})$/
const PROTOCOL =
  /^(?:TCP|UDP|UDPLITE|ICMP|ICMPV6|SCTP|DCCP|IGMP|IPV4|IPV6|RAW|ST|EGP|GGP|PUP|IDP|IP|OSPF|L2TP|MPTCP|\d{1,3})$/i
const LEFT = new Set(['COMMAND', 'CMD', 'TASKCMD', 'NAME', 'SECURITY-CONTEXT', 'ZONE'])

const intern = interner()
/** The text of a column without the blanks around it; a name, which is seldom the same again, is cut out. */
function cut(text: string, from: number, to: number, name: boolean): string {
  let a = from
  let b = to
  while (a < b && isBlank(text.charCodeAt(a))) a++
  while (b > a && isBlank(text.charCodeAt(b - 1))) b--
  return a === b ? '' : name ? text.slice(a, b).trim() : intern(text, a, b)
}
const isBlank = (c: number): boolean => c === 32 || c === 9

/** Where the first blank of a text is; -1 when it has none. */
function blankIn(text: string): number {
  for (let i = 0; i < text.length; i++) if (isBlank(text.charCodeAt(i))) return i
  return -1
}

/**
 * By position; null when a value does not end under its header. `cells` is in the order of the header's names, one
 * column of text and the number beside it are told apart by their form.
 */
function byColumns(header: LsofHeader, text: string): LsofRaw | null {
  const { names, kinds, ends, cells } = header
  let from = 0
  let pending = -1
  for (let i = 0; i < names.length; i++) {
    const kind = kinds[i]!
    if (kind === 'name') {
      cells[i] = cut(text, from, text.length, true)
      break
    }
    // The descriptor is centred with its letters, and told apart from TYPE by its form.
    if (kind !== 'right') {
      if (pending >= 0) return null
      pending = i
      continue
    }
    const to = ends[i]!
    if (to < text.length && text.charCodeAt(to) !== 32) return null
    const cell = cut(text, from, to, false)
    if (cell !== '' && text.charCodeAt(to - 1) === 32) return null
    from = to
    const blank = blankIn(cell)
    if (pending < 0) {
      if (blank >= 0) return null
      cells[i] = cell
      continue
    }
    if (kinds[pending] === 'fd') {
      // NOFD stands alone; a second blank would be a third word.
      const type = blank < 0 ? '' : cell.slice(blank).trim()
      if (blankIn(type) >= 0) return null
      cells[pending] = blank < 0 ? cell : cell.slice(0, blank)
      cells[i] = type
    } else {
      const last = Math.max(cell.lastIndexOf(' '), cell.lastIndexOf('\t'))
      cells[pending] = last < 0 ? '' : cell.slice(0, last).trimEnd()
      cells[i] = cell.slice(last + 1)
    }
    pending = -1
  }
  const raw = rawOf(header.get)
  if (!raw || !isDescriptor(raw.fd)) return null
  if (raw.type ? !isType(raw.type) : raw.fd !== 'NOFD') return null
  if (raw.sizeOff && wholeAt(raw.sizeOff, 0, raw.sizeOff.length) < 0 && !SIZE.test(raw.sizeOff)) return null
  return raw
}
const isDescriptor = remembering((text) => FD.test(text))
const isType = remembering((text) => TYPE.test(text))

type Get = (name: string) => string | null

function rawOf(get: Get): LsofRaw | null {
  const command = get('COMMAND') ?? get('CMD') ?? ''
  const pid = get('PID') ?? ''
  const number = wholeAt(pid, 0, pid.length)
  if (command === '' || number < 0) return null
  return {
    command,
    pid: number,
    tid: get('TID'),
    task: get('TASKCMD'),
    ppid: get('PPID'),
    pgid: get('PGID'),
    user: get('USER'),
    fd: get('FD') ?? '',
    type: get('TYPE') || null,
    device: get('DEVICE') || get('DEV') || null,
    sizeOff: get('SIZE/OFF') || get('SIZE') || get('OFFSET') || null,
    links: get('NLINK'),
    node: get('NODE') || null,
    name: get('NAME') || null,
  }
}

const INET = /^(?:(\S+)\s+)?(?:(0t\d+|0x[0-9a-f]+|\d+)\s+)?([A-Za-z]\w*)(?:\s+(.*))?$/is

/** By the kinds of the words: the first that is a descriptor and stands before a type. */
function byWords(header: LsofHeader, text: string): LsofRaw | null {
  const start = /^\s*(\S+(?: \S+)*?)\s+(\d{1,15})\s+(.*)$/s.exec(text.slice(0, 4096))
  if (!start) return null
  const words = start[3]!.split(/\s+/, 8)
  const at = words.findIndex((w, i) => i > 0 && FD.test(w) && (TYPE.test(words[i + 1] ?? '') || w === 'NOFD'))
  if (at < 0) return null
  const v = new Map<string, string>([
    ['COMMAND', start[1]!],
    ['PID', start[2]!],
    ['USER', words[at - 1]!],
    ['FD', words[at]!],
  ])
  const get: Get = (name) => v.get(name) ?? null
  // Columns between PID and USER, when none of them is blank.
  const middle = header.names.slice(header.names.indexOf('PID') + 1, header.names.indexOf('USER'))
  if (middle.length === at - 1) for (const [i, name] of middle.entries()) v.set(name, words[i]!)
  else if (at > 1 + middle.length) return null
  const body = text.slice(start[0].length - start[3]!.length)
  const skipped = new RegExp(`^(?:\\S+\\s+){${at + 1}}`).exec(body)
  let rest = skipped ? body.slice(skipped[0].length) : ''
  if (words[at] === 'NOFD') {
    v.set('NAME', rest.trim())
    return rawOf(get)
  }
  const type = /^\S+/.exec(rest)?.[0] ?? ''
  v.set('TYPE', type)
  rest = rest.slice(type.length).trim()
  if (/^(?:IPv[46]|inet6?)$/.test(type)) {
    const m = INET.exec(rest)
    if (!m || !PROTOCOL.test(m[3]!)) return null
    v.set('DEVICE', m[1] ?? '')
      .set('SIZE', m[2] ?? '')
      .set('NODE', m[3]!)
      .set('NAME', m[4]?.trim() ?? '')
    return rawOf(get)
  }
  const device = /^(?:\d+,\d+|0x[0-9a-f]+)(?=\s|$)/i.exec(rest)?.[0]
  if (device) {
    v.set('DEVICE', device)
    rest = rest.slice(device.length).trim()
  }
  const figures: string[] = []
  const wanted = header.names.includes('NLINK') ? 3 : 2
  while (figures.length < wanted) {
    const figure = /^(?:0t\d+|0x[0-9a-f]+|\d+)(?=\s|$)/i.exec(rest)?.[0]
    if (!figure) break
    figures.push(figure)
    rest = rest.slice(figure.length).trim()
  }
  const node = figures.length > 1 || (figures.length === 1 && !figures[0]!.startsWith('0t')) ? figures.pop() : undefined
  v.set('NODE', node ?? '')
    .set('SIZE', figures[0] ?? '')
    .set('NLINK', figures[1] ?? '')
    .set('NAME', rest)
  return rawOf(get)
}

export const lsofLine = (header: LsofHeader, text: string): LsofRaw | null =>
  byColumns(header, text) ?? byWords(header, text)
