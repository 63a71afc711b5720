import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, expect, expectTypeOf, test } from 'vitest'
import type { Call, Push } from './contract'
import { Fault } from './fault'
import { type Client, connect, type Handlers, type Port, pusher, serve, subscribe } from './rpc'

const part = {
  add: {} as Call<{ a: number; b: number }, number>,
  slow: {} as Call<{ label: string }, string>,
  fail: {} as Call<{ how: 'fault' | 'error' | 'abort' | 'clone' }, string>,
} as const
const events = { progress: {} as Push<{ done: number }>, changed: {} as Push<string> } as const

let aborted: string[] = []
const handlers: Handlers<typeof part> = {
  add: ({ a, b }) => a + b,
  slow: ({ label }, { signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(label)
        reject(signal.reason)
      })
    }),
  fail: async ({ how }) => {
    if (how === 'fault') throw new Fault('unreadable', 'no such file', { path: '/a', line: 3 })
    if (how === 'error') throw new TypeError('x is not a function')
    if (how === 'abort') throw new DOMException('stop', 'AbortError')
    return (() => 'a function cannot be cloned') as unknown as string
  },
}

const open: MessageChannel[] = []
function pair() {
  const channel = new MessageChannel()
  open.push(channel)
  const close = serve(part, handlers, channel.port1)
  return { channel, close, client: connect(channel.port2, part) }
}
afterEach(async () => {
  for (const { port1, port2 } of open.splice(0)) {
    port1.close()
    port2.close()
  }
  await tick()
  aborted = []
})
const tick = () => new Promise((resolve) => setTimeout(resolve, 20))

test('a call answers with its value, many at once with their own', async () => {
  const { client } = pair()
  expect(await Promise.all([client.add({ a: 1, b: 2 }), client.add({ a: 30, b: 4 })])).toEqual([3, 34])
})

test('types come from the contract', () => {
  expectTypeOf<Client<typeof part>['add']>().parameter(0).toEqualTypeOf<{ a: number; b: number }>()
  expectTypeOf<Client<typeof part>['add']>().returns.toEqualTypeOf<Promise<number>>()
  expectTypeOf<Handlers<typeof part>['slow']>().parameter(0).toEqualTypeOf<{ label: string }>()
})

test('a fault arrives with code, message and detail', async () => {
  const { client } = pair()
  const error = await client.fail({ how: 'fault' }).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(Fault)
  expect(error).toMatchObject({ code: 'unreadable', message: 'no such file', detail: { path: '/a', line: 3 } })
})

test('any other error is a bug, an abort is cancelled, an answer that cannot be sent is told', async () => {
  const { client } = pair()
  await expect(client.fail({ how: 'error' })).rejects.toMatchObject({ code: 'bug', message: 'x is not a function' })
  await expect(client.fail({ how: 'abort' })).rejects.toMatchObject({ code: 'cancelled' })
  await expect(client.fail({ how: 'clone' })).rejects.toMatchObject({ code: 'bug' })
})

test('arguments that cannot be sent reject, and so does a call the contract lacks', async () => {
  const { client, channel } = pair()
  await expect(client.add({ a: 1, b: (() => 2) as unknown as number })).rejects.toMatchObject({ code: 'bug' })
  const stranger = connect(channel.port2, { toString: {} as Call<null, string> })
  await expect(stranger.toString(null)).rejects.toMatchObject({ code: 'bug', message: 'no such call: toString' })
})

test('an abort rejects at once and reaches the handler; other calls go on', async () => {
  const { client } = pair()
  const controller = new AbortController()
  const stopped = client.slow({ label: 'one' }, { signal: controller.signal })
  const other = client.slow({ label: 'two' })
  await tick()
  controller.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  await tick()
  expect(aborted).toEqual(['one'])
  expect(await client.add({ a: 1, b: 1 })).toBe(2)
  other.catch(() => {})
})

test('a signal that fired before the call sends nothing', async () => {
  const { client } = pair()
  await expect(client.slow({ label: 'never' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  })
  await tick()
  expect(aborted).toEqual([])
})

test('when the server goes, waiting and later calls are rejected and the handler is cancelled', async () => {
  const { client, close } = pair()
  const waiting = client.slow({ label: 'left' })
  waiting.catch(() => {})
  await tick()
  close()
  await expect(waiting).rejects.toMatchObject({ code: 'gone' })
  await expect(client.add({ a: 1, b: 1 })).rejects.toMatchObject({ code: 'gone' })
  expect(aborted).toEqual(['left'])
})

test('when the client goes, its running calls are cancelled', async () => {
  const { client, channel } = pair()
  client.slow({ label: 'orphan' }).catch(() => {})
  await tick()
  channel.port2.close()
  await tick()
  expect(aborted).toEqual(['orphan'])
})

test('`until` ends a connection whose port tells nothing', async () => {
  const { channel } = pair()
  const controller = new AbortController()
  const client = connect(channel.port2, part, controller.signal)
  const waiting = client.slow({ label: 'cut' })
  controller.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'gone' })
})

test('pushes reach their listener beside calls on the same port; strange messages are ignored', async () => {
  const { channel, client } = pair()
  const heard: unknown[] = []
  subscribe(channel.port2, events, { progress: (value) => heard.push(value) })
  const push = pusher(events, channel.port1)
  channel.port1.postMessage('not ours')
  channel.port1.postMessage(null)
  channel.port1.postMessage({ t: 'push', name: 'constructor', value: 1 })
  push('changed', 'nobody listens')
  push('progress', { done: 1 })
  push('progress', { done: 2 })
  expect(await client.add({ a: 2, b: 2 })).toBe(4)
  expect(heard).toEqual([{ done: 1 }, { done: 2 }])
})

test("Electron's ports, which have `on` and no addEventListener, work the same", async () => {
  /** Two emitters that deliver to each other as MessagePortMain does: { data } to `on('message')`. */
  const make = () => Object.assign(new EventEmitter(), { postMessage: (_: unknown) => {} })
  const [a, b] = [make(), make()]
  a.postMessage = (data) => queueMicrotask(() => b.emit('message', { data: structuredClone(data) }))
  b.postMessage = (data) => queueMicrotask(() => a.emit('message', { data: structuredClone(data) }))
  serve(part, handlers, a)
  const client = connect(b, part)
  expect(await client.add({ a: 5, b: 6 })).toBe(11)
  const waiting = client.slow({ label: 'x' })
  b.emit('close')
  await expect(waiting).rejects.toMatchObject({ code: 'gone' })
})

test('what is no port is refused', () => {
  expect(() => serve(part, handlers, { postMessage: () => {} } satisfies Port)).toThrow('no message port')
})
