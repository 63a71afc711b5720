/**
 * Member paths: bytes chosen by the suspect. Shown reversibly, judged before anything else is done with them, and never
 * used as a path on this machine.
 */
import type { Limits, RefusalReason } from './types'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
const MARK = '\uFFFD'

/** Length of the well-formed UTF-8 sequence at `i`, or 0 (RFC 3629 table: no overlong forms, no surrogates, <= U+10FFFF). */
function sequence(b: Uint8Array, i: number): number {
  const a = b[i]!
  if (a < 0x80) return 1
  const tail = (k: number, lo = 0x80, hi = 0xbf) => i + k < b.length && b[i + k]! >= lo && b[i + k]! <= hi
  if (a >= 0xc2 && a <= 0xdf) return tail(1) ? 2 : 0
  if (a === 0xe0) return tail(1, 0xa0) && tail(2) ? 3 : 0
  if (a === 0xed) return tail(1, 0x80, 0x9f) && tail(2) ? 3 : 0
  if (a >= 0xe1 && a <= 0xef) return tail(1) && tail(2) ? 3 : 0
  if (a === 0xf0) return tail(1, 0x90) && tail(2) && tail(3) ? 4 : 0
  if (a >= 0xf1 && a <= 0xf3) return tail(1) && tail(2) && tail(3) ? 4 : 0
  if (a === 0xf4) return tail(1, 0x80, 0x8f) && tail(2) && tail(3) ? 4 : 0
  return 0
}

/** Text of a path's bytes: a byte that is not UTF-8, and each byte of a real U+FFFD, becomes U+FFFD and two hex digits. */
export function showBytes(bytes: Uint8Array): string {
  try {
    const text = utf8.decode(bytes)
    if (!text.includes(MARK)) return text
  } catch {
    // not UTF-8: byte by byte below
  }
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const n = sequence(bytes, i)
    const piece = n > 0 ? utf8.decode(bytes.subarray(i, i + n)) : ''
    if (n > 0 && piece !== MARK) out += piece
    else for (let k = 0; k < Math.max(n, 1); k++) out += MARK + HEX[bytes[i + k]!]
    i += Math.max(n, 1)
  }
  return out
}

/** The bytes that `showBytes` showed. */
export function pathBytes(shown: string): Buffer {
  const parts = shown.split(MARK)
  const out: Buffer[] = [Buffer.from(parts[0]!, 'utf8')]
  for (const part of parts.slice(1)) out.push(Buffer.from(part.slice(0, 2), 'hex'), Buffer.from(part.slice(2), 'utf8'))
  return Buffer.concat(out)
}

export type Judged =
  | { readonly path: string; readonly refused: null }
  | { readonly path: string; readonly refused: RefusalReason; readonly detail: string }

/** A path as stored in an archive: the path to list it under, or why it is refused. */
export function judgePath(bytes: Uint8Array, limits: Limits): Judged {
  // A refused path is for show only: a megabyte of it would not tell more.
  const shown = showBytes(bytes.length > limits.maxPathBytes ? bytes.subarray(0, 256) : bytes)
  const no = (refused: RefusalReason, detail: string): Judged => ({ path: shown, refused, detail })
  if (bytes.length > limits.maxPathBytes)
    return no('path-too-long', `the path has ${bytes.length} bytes, the limit is ${limits.maxPathBytes}`)
  if (bytes.includes(0)) return no('nul-in-path', 'the path holds a NUL byte')
  if (shown.startsWith('/') || shown.startsWith('\\') || /^[A-Za-z]:[\\/]/.test(shown))
    return no('absolute-path', 'the path is absolute')
  if (shown.split(/[\\/]/).includes('..')) return no('parent-path', 'the path climbs out with ".."')
  const path = tidy(shown)
  if (path === '') return no('empty-path', 'the path is empty')
  return { path, refused: null }
}

const tidy = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')

/**
 * Whether a symlink at `path` with this target text leaves the tree. Decided by the text alone: every `..` is counted
 * against the link's own depth, as if no folder on the way were itself a link. Absolute targets leave the tree.
 */
export function linkLeaves(path: string, target: string): boolean {
  if (target.startsWith('/') || target.startsWith('\\') || /^[A-Za-z]:[\\/]/.test(target)) return true
  let depth = path.split('/').length - 1
  for (const part of target.split(/[\\/]/)) {
    if (part === '' || part === '.') continue
    depth += part === '..' ? -1 : 1
    if (depth < 0) return true
  }
  return false
}
