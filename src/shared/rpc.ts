/**
 * Calls and pushes over one message port, typed by the contract.
 * A call is one message with an id and gets one answer, a value or a fault; an abort sends a cancel, and the handler's
 * signal fires. Pushes go one way. When the port closes, every call that waits is rejected with `gone`.
 */
import type { Call, Push } from './contract'
import { Fault, type FaultData, faultData, fromData } from './fault'

type Calls = Readonly<Record<string, Call<never, unknown>>>
type Pushes = Readonly<Record<string, Push<unknown>>>
type Args<C> = C extends Call<infer A, unknown> ? A : never
type Result<C> = C extends Call<never, infer R> ? R : never
type Value<P> = P extends Push<infer T> ? T : never

export interface CallOptions {
  readonly signal?: AbortSignal
}
/** What a handler is told besides its arguments: the signal fires on cancel and when the caller goes away. */
export interface CallContext {
  readonly signal: AbortSignal
}
/** The callee's half: leave a handler out and it does not compile. */
export type Handlers<P> = {
  readonly [K in keyof P]: (args: Args<P[K]>, context: CallContext) => Result<P[K]> | Promise<Result<P[K]>>
}
/** The caller's half: the contract's keys as methods. */
export type Client<P> = { readonly [K in keyof P]: (args: Args<P[K]>, options?: CallOptions) => Promise<Result<P[K]>> }
export type Listeners<P> = { readonly [K in keyof P]?: (value: Value<P[K]>) => void }
export type PushFunction<P> = <K extends keyof P & string>(name: K, value: Value<P[K]>) => void

type Message =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly args: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'ok'; readonly id: number; readonly value: unknown }
  | { readonly t: 'fault'; readonly id: number; readonly fault: FaultData }
  | { readonly t: 'push'; readonly name: string; readonly value: unknown }

type Listen = (event: 'message' | 'close', listener: (event: { readonly data?: unknown }) => void) => unknown
/**
 * What the ports of the platforms have in common: a page's and Node's MessagePort (addEventListener), Electron's
 * MessagePortMain and a utility process's parentPort (on). Only some start by themselves, only some tell of their end.
 */
export interface Port {
  postMessage(message: unknown): void
  start?(): void
  close?(): void
}
const EVENTS = ['addEventListener', 'on'] as const

function listen(port: Port, onMessage: (message: Message) => void, onClose: () => void): void {
  const emitter = port as Port & { readonly [K in (typeof EVENTS)[number]]?: Listen }
  const method = EVENTS.find((name) => typeof emitter[name] === 'function')
  if (!method) throw new Fault('bug', 'this is no message port')
  emitter[method]?.('message', (event) => {
    if (isMessage(event.data)) onMessage(event.data)
  })
  emitter[method]?.('close', onClose)
  port.start?.()
}

const isMessage = (data: unknown): data is Message => typeof data === 'object' && data !== null && 't' in data

/** Answers the contract's calls on a port. Returns what ends it: running calls are cancelled and the port is closed. */
export function serve<P extends Calls>(part: P, handlers: Handlers<P>, port: Port): () => void {
  const running = new Map<number, AbortController>()
  const reply = (message: Message) => {
    try {
      port.postMessage(message)
    } catch (error) {
      // A value that cannot be cloned must not leave the caller waiting.
      if (message.t === 'ok') port.postMessage({ t: 'fault', id: message.id, fault: faultData(error) })
    }
  }
  const answer = async (id: number, name: string, args: unknown) => {
    const controller = new AbortController()
    running.set(id, controller)
    try {
      if (!Object.hasOwn(part, name)) throw new Fault('bug', `no such call: ${name}`)
      const handler = handlers[name as keyof P] as (args: unknown, context: CallContext) => unknown
      const value = await handler(args, { signal: controller.signal })
      if (running.has(id)) reply({ t: 'ok', id, value })
    } catch (error) {
      if (running.has(id)) reply({ t: 'fault', id, fault: faultData(error) })
    } finally {
      running.delete(id)
    }
  }
  const end = () => {
    const controllers = [...running.values()]
    running.clear()
    for (const controller of controllers) controller.abort()
  }
  const onMessage = (message: Message) => {
    if (message.t === 'call') void answer(message.id, message.name, message.args)
    else if (message.t === 'cancel') running.get(message.id)?.abort()
  }
  listen(port, onMessage, end)
  return () => {
    end()
    port.close?.()
  }
}

/**
 * The other end of `serve`. Calls reject with a `Fault`: the handler's own, `cancelled` at once when the signal fires, or
 * `gone` when the port closes or `until` fires (for ends that a port does not tell of).
 */
export function connect<P extends Calls>(port: Port, part: P, until?: AbortSignal): Client<P> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Fault) => void }>()
  let last = 0
  let gone = until?.aborted ?? false
  const settle = (id: number) => {
    const found = waiting.get(id)
    waiting.delete(id)
    return found
  }
  const end = () => {
    gone = true
    for (const id of [...waiting.keys()]) settle(id)?.reject(new Fault('gone', 'the other end went away'))
  }
  until?.addEventListener('abort', end, { once: true })
  const onMessage = (message: Message) => {
    if (message.t === 'ok') settle(message.id)?.resolve(message.value)
    else if (message.t === 'fault') settle(message.id)?.reject(fromData(message.fault))
  }
  listen(port, onMessage, end)

  const call = (name: string, args: unknown, signal?: AbortSignal) =>
    new Promise<unknown>((resolve, reject) => {
      if (gone) return reject(new Fault('gone', 'the other end went away'))
      if (signal?.aborted) return reject(new Fault('cancelled', 'cancelled'))
      const id = ++last
      const onAbort = () => {
        const found = settle(id)
        if (!found) return
        port.postMessage({ t: 'cancel', id })
        found.reject(new Fault('cancelled', 'cancelled'))
      }
      const done = () => signal?.removeEventListener('abort', onAbort)
      waiting.set(id, {
        resolve: (value) => {
          done()
          resolve(value)
        },
        reject: (error) => {
          done()
          reject(error)
        },
      })
      signal?.addEventListener('abort', onAbort, { once: true })
      try {
        port.postMessage({ t: 'call', id, name, args })
      } catch (error) {
        settle(id)?.reject(fromData(faultData(error)))
      }
    })
  const methods = Object.keys(part).map((name) => [
    name,
    (args: unknown, options?: CallOptions) => call(name, args, options?.signal),
  ])
  return Object.fromEntries(methods) as Client<P>
}

/** Sends the contract's pushes into a port. */
export const pusher =
  <P extends Pushes>(_part: P, port: Port): PushFunction<P> =>
  (name, value) =>
    port.postMessage({ t: 'push', name, value })

/** Hears the contract's pushes on a port; those without a listener are dropped. */
export function subscribe<P extends Pushes>(port: Port, _part: P, listeners: Listeners<P>): void {
  const onMessage = (message: Message) => {
    if (message.t === 'push' && Object.hasOwn(listeners, message.name))
      listeners[message.name as keyof P]?.(message.value as never)
  }
  listen(port, onMessage, () => {})
}
