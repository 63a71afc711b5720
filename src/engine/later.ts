/** Calls whose code is loaded when one of them is first made: an import needs no ssh. */
import type { EngineContract } from '../shared/contract'
import type { Handlers } from '../shared/rpc'

type All = Handlers<EngineContract>

/** `make` is called once. */
export function later<K extends keyof All>(names: readonly K[], make: () => Promise<Pick<All, K>>): Pick<All, K> {
  let made: Promise<Pick<All, K>> | null = null
  const calls = names.map((name) => {
    const call = async (args: never, context: never): Promise<unknown> => {
      made ??= make()
      return ((await made)[name] as (args: never, context: never) => unknown)(args, context)
    }
    return [name, call]
  })
  return Object.fromEntries(calls) as Pick<All, K>
}
