/** Asking a person at the terminal. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { inert } from '../shared/inert'
import type { Io } from './io'

/** One line; null at the end of the input. Without `echo` nothing that is typed is shown. */
export function readLine(io: Io, prompt: string, echo: boolean): Promise<string | null> {
  if (prompt !== '') process.stderr.write(inert(prompt))
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = Boolean(io.stdin.isTTY)
  const lines = createInterface({ input: io.stdin, output: echo && terminal ? process.stderr : silent, terminal })
  return new Promise((resolve) => {
    const end = (line: string | null) => {
      lines.close()
      if (terminal && !echo) process.stderr.write('\n')
      resolve(line)
    }
    lines.once('line', end)
    lines.once('close', () => resolve(null))
    io.signal.addEventListener('abort', () => end(null), { once: true })
  })
}
