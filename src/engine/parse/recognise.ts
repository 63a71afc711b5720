/**
 * Says what a file is: by content first, by name second. The answer is a confidence, so that a doubtful file is kept
 * and shown as such rather than read as something that it is not.
 */
import type { Head, Recognise } from '../define'
import { logs, probes } from '../registry'
import { signOf } from './signs'

export interface Recognised {
  readonly kind: 'probe' | 'log'
  readonly id: string
  /** 0.5 (just enough) to 1 */
  readonly confidence: number
}

const HEAD_BYTES = 65_536
/** Below this nothing is said. */
export const ENOUGH = 0.5

/** The head of a file from (at least) its first 64 KiB; `whole` when `bytes` is all there is. */
export function headOf(bytes: Uint8Array, path: string, whole: boolean): Head {
  const cut = bytes.subarray(0, HEAD_BYTES)
  // A file that went through Windows is looked at as it was before.
  const text = new TextDecoder('utf-8').decode(cut).replaceAll('\r\n', '\n')
  const lines = text.split(/\r?\n/)
  const complete = whole && bytes.length <= HEAD_BYTES
  if (lines.length > 1 && (!complete || lines.at(-1) === '')) lines.pop()
  return { text, bytes: cut, path, lines, whole: complete }
}

const globs = new Map<string, RegExp>()
function globRegExp(glob: string): RegExp {
  let re = globs.get(glob)
  if (!re) {
    const body = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*\/?|\*|\?/g, (m) => {
      if (m === '?') return '[^/]'
      if (m === '*') return '[^/]*'
      return m.endsWith('/') ? '(?:.*/)?' : '.*'
    })
    re = new RegExp(`(?:^|/)${body}$`, 'i')
    globs.set(glob, re)
  }
  return re
}
export const nameMatches = (path: string, names: readonly string[] | undefined): boolean =>
  names?.some((glob) => globRegExp(glob).test(path)) ?? false

/** Confidence of one definition, 0 when it is not this. */
export function score(recognise: Recognise, head: Head): number {
  const named = nameMatches(head.path, recognise.names)
  const { shape } = recognise
  let content = 0
  if (shape) content = typeof shape === 'function' ? shape(head) : shape.test(head.text) ? 0.8 : 0
  if (content > 0) return Math.min(1, content + (named ? 0.15 : 0))
  return named && recognise.byName ? 0.6 : 0
}

/** All that fit, best first; ties in order of id. `asked`: which to try, where the place tells that the rest cannot be. */
export function candidates(
  head: Head,
  asked: (kind: 'probe' | 'log', id: string) => boolean = () => true,
): Recognised[] {
  const out: Recognised[] = []
  // A program or an archive may hold whole listings: what begins so is not text, whatever comes later.
  const binary = signOf(head.bytes) !== null
  const look = (
    kind: 'probe' | 'log',
    all: ReadonlyMap<string, { readonly recognise: Recognise; readonly parseBytes?: unknown }>,
  ) => {
    for (const [id, def] of all) {
      if ((binary && !def.parseBytes) || !asked(kind, id)) continue
      const confidence = score(def.recognise, head)
      if (confidence >= ENOUGH) out.push({ kind, id, confidence })
    }
  }
  look('probe', probes)
  look('log', logs)
  return out.sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
}

export const recognise = (head: Head): Recognised | null => candidates(head)[0] ?? null
