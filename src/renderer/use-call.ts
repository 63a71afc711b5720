/** Keyed calls: the latest wins, its forerunner is cancelled, the old answer stays on show while the new one loads. */
import { useEffect, useRef, useState } from 'react'
import type { Call, EngineContract } from '../shared/contract'
import { type FaultData, faultData } from '../shared/fault'
import { api } from './api'
import { useShown } from './panel'
import { useSession } from './session'

type Args<K extends keyof EngineContract> = EngineContract[K] extends Call<infer A, unknown> ? A : never
type Result<K extends keyof EngineContract> = EngineContract[K] extends Call<never, infer R> ? R : never

export interface Answer<T> {
  readonly data: T | null
  /** True while `data` belongs to an earlier key. */
  readonly stale: boolean
  readonly fault: FaultData | null
  readonly again: () => void
}

/** Runs `ask` whenever `key` changes; null asks nothing and keeps what is there. */
export function useKeyed<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; fault: FaultData | null }>({
    key: null,
    data: null,
    fault: null,
  })
  const [round, setRound] = useState(0)
  const latest = useRef(ask)
  latest.current = ask
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the call's arguments
  useEffect(() => {
    if (key === null) return
    const controller = new AbortController()
    latest.current(controller.signal).then(
      (data) => {
        if (!controller.signal.aborted) setState({ key, data, fault: null })
      },
      (error: unknown) => {
        const fault = faultData(error)
        if (!controller.signal.aborted && fault.code !== 'cancelled') setState((s) => ({ key, data: s.data, fault }))
      },
    )
    return () => controller.abort()
  }, [key, round])
  return {
    data: state.data,
    stale: key !== null && state.key !== key,
    fault: state.key === key ? state.fault : null,
    again: () => setRound((n) => n + 1),
  }
}

/** A call of the engine, keyed by its arguments and the case's version. Hidden panels ask nothing. */
export function useCall<K extends keyof EngineContract>(name: K, args: Args<K> | null): Answer<Result<K>> {
  const version = useSession((s) => s.version)
  const open = useSession((s) => s.info !== null && s.engine.up)
  const shown = useShown()
  const key = args === null || !open ? null : `${version} ${name} ${JSON.stringify(args)}`
  const last = useRef(key)
  if (shown || key === null) last.current = key
  const method = api.engine[name] as (args: unknown, options: { signal: AbortSignal }) => Promise<Result<K>>
  return useKeyed(last.current, (signal) => method(args, { signal }))
}
