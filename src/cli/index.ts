/** `vestigo`: the engine without a window. */
import { version } from '../../package.json'
import type { Command } from './command'
import { INTERRUPTED } from './exit'
import { makeIo } from './io'
import { run } from './run'

const found = import.meta.glob('./commands/*.ts', { eager: true }) as Record<string, { default: Command }>
const commands = new Map(
  Object.keys(found)
    .sort()
    .map((path) => [path.slice(path.lastIndexOf('/') + 1, -3), found[path]!.default] as const)
    .sort(([, a], [, b]) => a.order - b.order),
)

const stop = new AbortController()
process.on('SIGINT', () => {
  // The second time means it: what is written is written whole or not at all, so nothing is lost but time.
  if (stop.signal.aborted) process.exit(INTERRUPTED)
  stop.abort()
})
const { stdout, stderr, stdin, env } = process
const io = makeIo({ stdout, stderr, stdin, env, signal: stop.signal })
const status = await run(process.argv.slice(2), { commands, version }, io)
// Pipes are written asynchronously: let them drain, then end whatever thread or handle the engine may have left.
process.exitCode = status
await new Promise<void>((done) =>
  stdout.writableLength === 0 || stdout.destroyed ? done() : stdout.write('', () => done()),
)
process.exit(status)
