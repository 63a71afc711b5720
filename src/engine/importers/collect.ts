/**
 * What Vestigo itself collected from a host over ssh.
 *   vestigo-collection.json  footprint.jsonl  commands/ss_-anpe.txt  root/etc/passwd
 * Its own description says which host it was, by which key it was known, how its clock stood, and what was not seen; the
 * footprint says which command printed which file.
 */
import { type LimitDraft, TOPICS, type Topic } from '../../shared/limits'
import { instant } from '../../shared/time'
import { type BundleView, type CaptureFacts, defineImporter } from '../define'

const ABOUT = 'vestigo-collection.json'
const FOOTPRINT = 'footprint.jsonl'

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
const parsed = (text: string | null): Readonly<Record<string, unknown>> => {
  try {
    return object(JSON.parse(text ?? ''))
  } catch {
    return {}
  }
}
const words = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function rootOf(paths: readonly string[]): string | null {
  for (const path of paths)
    if (path === ABOUT || path.endsWith(`/${ABOUT}`)) {
      const root = path.slice(0, -ABOUT.length)
      if (paths.includes(`${root}${FOOTPRINT}`)) return root
    }
  return null
}

/** `0.0042 s` */
const seconds = (micros: number): string => `${(micros / 1e6).toFixed(Math.abs(micros) < 1e5 ? 4 : 1)} s`

function clockWords(clock: Readonly<Record<string, unknown>>): string[] {
  const { offset, band } = clock
  if (typeof offset !== 'number' || typeof band !== 'number') return []
  // Within the band nothing is known to be wrong with it.
  if (Math.abs(offset) <= Math.max(band, 50_000)) return []
  return [
    `The host’s clock was ${seconds(Math.abs(offset))} ${offset > 0 ? 'ahead of' : 'behind'} the examiner’s (give or take ${seconds(band)}): times are as the host had them.`,
  ]
}

/** `{ says, about }`, or a bare sentence; a topic that is none is left out. */
function limit(value: unknown): LimitDraft[] {
  if (typeof value === 'string') return [value]
  const says = words(object(value)['says'])
  const topics = object(value)['about']
  const isTopic = (t: unknown): t is Topic => TOPICS.includes(t as Topic)
  return says ? [{ says, about: Array.isArray(topics) ? topics.filter(isTopic) : [] }] : []
}

function factsOf(about: Readonly<Record<string, unknown>>): CaptureFacts {
  const clock = object(about['clock'])
  const host = words(about['host'])
  const kernel = words(about['kernel'])
  const began = about['began']
  const offset = typeof clock['offset'] === 'number' ? clock['offset'] : 0
  const blind = Array.isArray(about['blind']) ? about['blind'].flatMap(limit) : []
  const state = about['state']
  const unfinished =
    state === 'done' || state === 'stopped' || state === 'failed'
      ? []
      : ['The collection has no end: this program ended while it ran. What came until then is here.']
  return {
    ...(host ? { host } : {}),
    ...(kernel ? { kernel } : {}),
    ...(typeof began === 'number' && Number.isSafeInteger(began + offset)
      ? { capturedAt: instant(began + offset) }
      : {}),
    blind: [...blind, ...clockWords(clock), ...unfinished].slice(0, 200),
  }
}

function commandsOf(
  bundle: BundleView,
  root: string,
): ReadonlyMap<string, { command: string | null; cut: string | null; path: string | null }> {
  const out = new Map<string, { command: string | null; cut: string | null; path: string | null }>()
  for (const line of (bundle.read(`${root}${FOOTPRINT}`, 64 << 20) ?? '').split('\n')) {
    const deed = parsed(line)
    const member = words(deed['member'])
    const what = words(deed['what'])
    if (!member || !what) continue
    const command = deed['kind'] === 'command' || deed['kind'] === 'probe' ? what : null
    const path = deed['kind'] === 'file' && what.startsWith('/proc/') === false ? what : null
    out.set(member, { command, cut: words(deed['cut']), path })
  }
  return out
}

export default defineImporter({
  title: 'Vestigo collection',
  recognise: (paths) => (rootOf(paths) === null ? 0 : 1),
  open: (bundle) => {
    const root = rootOf(bundle.paths) ?? ''
    const about = parsed(bundle.read(`${root}${ABOUT}`, 8 << 20))
    const made = commandsOf(bundle, root)
    return {
      root,
      facts: factsOf(about),
      member: (path) => {
        const inner = path.slice(root.length)
        const deed = made.get(inner)
        if (inner.startsWith('root/')) {
          const own = `/${inner.slice('root/'.length)}`
          return { command: null, hostPath: deed?.path ?? own, collector: false, cut: deed?.cut ?? null }
        }
        if (inner.startsWith('commands/') || inner.startsWith('here/'))
          return { command: deed?.command ?? null, hostPath: null, collector: false, cut: deed?.cut ?? null }
        return { command: null, hostPath: null, collector: true }
      },
    }
  },
})
