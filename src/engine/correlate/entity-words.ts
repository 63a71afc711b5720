/** The words that announce an entity: `port 22`, `for invalid user bob from`, `SRC=`, `by root(uid=0)`. */

export const NONE = 0
export const PORT = 1
export const USER = 2
/** Before `user`, these say that a name follows: `of user bob`, `invalid user bob`; `check pass; user unknown` has none. */
export const QUALIFIER = 3
export const FOR = 4
export const BY = 5
export const TO = 6
export const DEVICE = 7
/** A method of authentication, before `for bob from`. */
export const AUTH = 8
export const CHANGED = 9
export const SU = 10
export const METHOD = 11
export const USER_COLON = 12
export const PORT_KEY = 13
export const USER_KEY = 14
export const INTERFACE_KEY = 15
export const NAME_KEY = 16

const WORDS: Readonly<Record<number, string>> = {
  [PORT]: 'port Port port:',
  [USER]: 'user User',
  [QUALIFIER]: 'invalid Invalid illegal Illegal of authenticating as from unknown change delete',
  [FOR]: 'for',
  [BY]: 'by',
  [TO]: 'to',
  [DEVICE]: 'device',
  [AUTH]:
    'password Password publickey none hostbased keyboard-interactive/pam keyboard-interactive gssapi-with-mic gssapi-keyex exceeded succeeded attempt login',
  [CHANGED]: 'changed',
  [SU]: 'su SU',
  [METHOD]: 'GET POST HEAD PUT DELETE OPTIONS PATCH CONNECT TRACE PROPFIND',
  [USER_COLON]: 'user:',
}
const KEYS: Readonly<Record<number, string>> = {
  [PORT_KEY]: 'SPT DPT spt dpt sport dport port rport lport src_port dst_port',
  [USER_KEY]: 'user USER User ruser logname acct username login suser duser',
  [INTERFACE_KEY]: 'IN OUT PHYSIN PHYSOUT dev iface interface ifname',
  [NAME_KEY]: 'name',
}

/** By length (below 32) and first byte: whether any of them is so; most words of a message end here. */
const SHAPES = new Uint8Array(32 * 256)
const shape = (first: number, length: number): number => (length < 32 ? (length << 8) | first : 0)
export const announces = (first: number, length: number): boolean => SHAPES[shape(first, length)] !== 0

const SIZE = 512
interface Words {
  readonly bytes: (Uint8Array | undefined)[]
  readonly meaning: Uint8Array
}

const slot = (b: Uint8Array, from: number, to: number): number =>
  (b[from]! * 31 + b[to - 1]! * 7 + (to - from) * 61) & (SIZE - 1)

function build(lists: Readonly<Record<number, string>>): Words {
  const out: Words = { bytes: new Array(SIZE), meaning: new Uint8Array(SIZE) }
  for (const [meaning, list] of Object.entries(lists))
    for (const text of list.split(' ')) {
      const bytes = new TextEncoder().encode(text)
      let at = slot(bytes, 0, bytes.length)
      while (out.bytes[at]) at = (at + 1) & (SIZE - 1)
      out.bytes[at] = bytes
      out.meaning[at] = Number(meaning)
      SHAPES[shape(bytes[0]!, bytes.length)] = 1
    }
  return out
}
const words = build(WORDS)
const keys = build(KEYS)

function look(table: Words, b: Uint8Array, from: number, to: number): number {
  for (let at = slot(b, from, to); ; at = (at + 1) & (SIZE - 1)) {
    const word = table.bytes[at]
    if (word === undefined) return NONE
    if (word.length !== to - from) continue
    let i = 0
    while (i < word.length && word[i] === b[from + i]) i++
    if (i === word.length) return table.meaning[at]!
  }
}

/** What the word in [from, to) announces. */
export const wordAt = (b: Uint8Array, from: number, to: number): number => look(words, b, from, to)
/** The same for a key, which `=` follows. */
export const keyAt = (b: Uint8Array, from: number, to: number): number => look(keys, b, from, to)

/** Whether a request's method and one space stand before `at` (`GET /etc/passwd`). */
export function isMethodBefore(b: Uint8Array, at: number, from: number): boolean {
  if (b[at - 1] !== 32) return false
  const to = at - 1
  let start = to
  while (start > from && b[start - 1]! >= 65 && b[start - 1]! <= 90) start--
  return to - start >= 3 && wordAt(b, start, to) === METHOD
}
