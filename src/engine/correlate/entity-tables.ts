/** Byte classes for the entity scan, and what a program's name tells about its messages. */
import type { EntityKind } from '../define'

/** Kinds by number, as batches carry them. */
export const ENTITY_KINDS: readonly EntityKind[] = [
  'address',
  'port',
  'user',
  'path',
  'interface',
  'process',
  'host',
  'program',
]

export const SEP = 0
export const DIGIT = 1
/** a-f, A-F */
export const HEX = 2
/** The other letters, _ and bytes of UTF-8 sequences. */
export const LETTER = 4
export const DOT = 8
export const COLON = 16
export const SLASH = 32
/** - # % + ~ $ \ */
export const OTHER = 64

const table = (fill: (c: string, code: number) => number): Uint8Array => {
  const out = new Uint8Array(256)
  for (let code = 0; code < 256; code++) out[code] = fill(String.fromCharCode(code), code)
  return out
}

export const TOKEN = table((c, code) => {
  if (c >= '0' && c <= '9') return DIGIT
  if (/[a-fA-F]/.test(c)) return HEX
  if (/[g-zG-Z_]/.test(c) || code >= 128) return LETTER
  if (c === '.') return DOT
  if (c === ':') return COLON
  if (c === '/') return SLASH
  return '-#%+~$\\'.includes(c) ? OTHER : SEP
})
/** What a path may hold here: unquoted text cannot tell a space or a bracket inside a path from the end of it. */
export const PATH_CHAR = table((c, code) => (/[A-Za-z0-9._/+~%@#=-]/.test(c) || code >= 128 ? 1 : 0))
export const USER_CHAR = table((c, code) => (/[A-Za-z0-9._@+$\\-]/.test(c) || code >= 128 ? 1 : 0))

export const HINT_NONE = 0
export const HINT_SSH = 1
export const HINT_SUDO = 2
export const HINT_SU = 3

/** What the program's name (without PID) tells the scan. */
export function hintOf(program: string | null): number {
  if (program === null) return HINT_NONE
  if (/^(?:sshd(?:-.*)?|dropbear)$/.test(program)) return HINT_SSH
  if (program === 'sudo') return HINT_SUDO
  return program === 'su' || program === 'doas' ? HINT_SU : HINT_NONE
}
