/** What panels share: the case, the filter, the selection and its history, the clock. Small on purpose. */
import { create } from 'zustand'
import type { CollectProgress, CollectQuestion, CollectReport, LiveReport, LiveSample } from '../shared/collect'
import { type CaseInfo, type Filter, NO_FILTER, type Progress, type Ref } from '../shared/model'
import type { Instant } from '../shared/time'
import { type ClockName, makeClock } from './clock'
import { sameRef } from './query'
import { recall, store } from './stored'

export type ThemeName = 'dark' | 'light' | 'system'
export interface RawTarget {
  readonly artifact: number
  readonly off: number
  readonly len: number
}
/** Long work that the window started and can stop. */
export interface Work {
  readonly id: number
  readonly title: string
  readonly cancel: () => void
  readonly progress: Progress | null
}
export interface Toast {
  readonly id: number
  readonly text: string
  readonly bad: boolean
  readonly action?: { readonly label: string; readonly run: () => void }
}
export interface Session {
  readonly info: CaseInfo | null
  /** Grows when the case's contents change: part of every keyed call. */
  readonly version: number
  readonly engine: { readonly up: boolean; readonly reason: string }
  readonly filter: Filter
  readonly selection: Ref | null
  readonly history: readonly Ref[]
  readonly at: number
  readonly clock: ClockName
  readonly theme: ThemeName
  readonly raw: RawTarget | null
  /** An instant that panels should bring into view; a new object each time. */
  readonly goto: { readonly ts: Instant } | null
  readonly work: readonly Work[]
  readonly toasts: readonly Toast[]
  readonly inspector: boolean
  readonly dialog: 'palette' | 'keys' | 'jump' | null
  /** Paths waiting for the import dialog; none of them: a case that will be filled by collecting. */
  readonly pending: readonly string[] | null
  readonly collect: Collecting
  readonly watching: Watching
}
/** A host that is watched live. */
export interface Watching {
  readonly stop: (() => void) | null
  /** The latest, oldest first. */
  readonly samples: readonly LiveSample[]
  readonly report: LiveReport | null
}
export const NOT_WATCHING: Watching = { stop: null, samples: [], report: null }
/** A collection from live hosts: it goes on while its panel is closed. */
export interface Collecting {
  /** Ends it; null when none runs. */
  readonly stop: (() => void) | null
  /** The last word of each host, in the order of the request. */
  readonly hosts: Readonly<Record<string, CollectProgress>>
  readonly report: CollectReport | null
  readonly question: { readonly id: number; readonly question: CollectQuestion } | null
}
export const NOT_COLLECTING: Collecting = { stop: null, hosts: {}, report: null, question: null }

export const useSession = create<Session>(() => ({
  info: null,
  version: 0,
  engine: { up: true, reason: '' },
  filter: NO_FILTER,
  selection: null,
  history: [],
  at: -1,
  clock: recall<ClockName>('clock', 'utc'),
  theme: recall<ThemeName>('theme', 'dark'),
  raw: null,
  goto: null,
  work: [],
  toasts: [],
  inspector: recall('inspector', true),
  dialog: null,
  pending: null,
  collect: NOT_COLLECTING,
  watching: NOT_WATCHING,
}))
export const { getState, setState } = useSession

const HISTORY = 200

let browsing = false

/**
 * Selects a thing; the history after the current place is cut, as in a web browser. Walking through a list with the
 * arrow keys (`browse`) keeps one place in the history, not one a row.
 */
export function select(ref: Ref | null, browse = false): void {
  const s = getState()
  const replace = browse && browsing
  browsing = browse
  if (sameRef(s.selection, ref)) return
  if (!ref) {
    setState({ selection: null })
    return
  }
  const history = [...s.history.slice(0, replace ? s.at : s.at + 1), ref].slice(-HISTORY)
  setState({ selection: ref, history, at: history.length - 1 })
}
export function travel(step: -1 | 1): void {
  const s = getState()
  const at = s.at + step
  const ref = s.history[at]
  browsing = false
  if (ref) setState({ at, selection: ref })
}
export const setFilter = (filter: Filter): void => setState({ filter })
export const patchFilter = (patch: Partial<Filter>): void => setState((s) => ({ filter: { ...s.filter, ...patch } }))

export const setClock = (clock: ClockName): void => {
  store('clock', clock)
  setState({ clock })
}
export const toggleInspector = (): void => {
  store('inspector', !getState().inspector)
  setState((s) => ({ inspector: !s.inspector }))
}

let toastId = 0
export function toast(text: string, bad = false, action?: Toast['action']): void {
  const id = ++toastId
  setState((s) => ({ toasts: [...s.toasts.slice(-3), { id, text, bad, action }] }))
  if (!bad) setTimeout(() => dropToast(id), 6000)
}
export const dropToast = (id: number): void => setState((s) => ({ toasts: s.toasts.filter((t) => t.id !== id) }))

/** Resolves once there is an engine to ask. */
export const engineUp = (): Promise<void> =>
  new Promise((resolve) => {
    if (getState().engine.up) return resolve()
    const off = useSession.subscribe((s) => {
      if (!s.engine.up) return
      off()
      resolve()
    })
  })

/** Everything that belonged to one case goes with it. */
export function showCase(info: CaseInfo | null): void {
  const same = info !== null && getState().info?.id === info.id
  setState((s) => ({
    info,
    version: s.version + 1,
    ...(same ? {} : { filter: NO_FILTER, selection: null, history: [], at: -1, raw: null, goto: null }),
  }))
}

/** The clock that times are shown on. The host's zone is that of its first capture. */
export function useClock() {
  const name = useSession((s) => s.clock)
  const zone = useSession((s) => s.info?.captures[0]?.zone ?? null)
  return clockFor(name, zone)
}
const clocks = new Map<string, ReturnType<typeof makeClock>>()
export function clockFor(name: ClockName, zone: string | null) {
  const key = `${name} ${zone}`
  let clock = clocks.get(key)
  if (!clock) clocks.set(key, (clock = makeClock(name, zone)))
  return clock
}
export const hostName = (info: CaseInfo | null, id: number): string =>
  info?.hosts.find((h) => h.id === id)?.name ?? `host ${id}`
