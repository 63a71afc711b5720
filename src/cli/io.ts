/** The terminal and the pipes: results to standard output, progress to standard error only when that is a terminal. */
import type { Writable } from 'node:stream'
import { inert } from '../shared/inert'
import { cut } from './width'

/** Whoever read our output has gone (`| head`): a reason to stop, not an error. */
export class Closed extends Error {
  override readonly name = 'Closed'
}

export type Colour = 'bold' | 'dim' | 'red' | 'yellow' | 'cyan' | 'reverse'
const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  reverse: [7, 27],
}

export interface Io {
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal
  /** Columns of the terminal; Infinity when standard output is none. */
  readonly width: number
  /** Writes to standard output as it is; waits when it is full. Throws `Closed`. */
  write(text: string): Promise<void>
  /** Writes a line to standard output. */
  line(text?: string): Promise<void>
  /** A line for the person, on standard error; made inert. */
  say(text: string): void
  /** Shows one line that the next replaces; nothing when standard error is no terminal. */
  progress(text: string): void
  /** Takes the progress line away. */
  quiet(): void
  paint(text: string, ...colours: readonly Colour[]): string
  readonly stdin: NodeJS.ReadStream
}

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number }

/** NO_COLOR (no-color.org): set and not empty means no colour. */
export const wantsColour = (out: Terminal, env: NodeJS.ProcessEnv): boolean =>
  Boolean(out.isTTY) && !env['NO_COLOR'] && env['TERM'] !== 'dumb'

export function makeIo(from: {
  readonly stdout: Terminal
  readonly stderr: Terminal
  readonly stdin: NodeJS.ReadStream
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}): Io {
  const { stdout, stderr, stdin, env, signal } = from
  const colour = wantsColour(stdout, env)
  let closed = false
  let shown = false
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') closed = true
    else throw error
  })
  stderr.on('error', () => {})
  const quiet = () => {
    if (shown) stderr.write('\r\u001b[2K')
    shown = false
  }
  const write = async (text: string): Promise<void> => {
    if (closed) throw new Closed()
    quiet()
    if (!stdout.write(text))
      await new Promise<void>((done) => {
        const free = () => {
          for (const name of ['drain', 'error', 'close']) stdout.off(name, free)
          done()
        }
        for (const name of ['drain', 'error', 'close']) stdout.on(name, free)
      })
    if (closed) throw new Closed()
  }
  const given = Number(env['COLUMNS'])
  const width = stdout.isTTY ? stdout.columns || 80 : given >= 20 ? given : Number.POSITIVE_INFINITY
  return {
    signal,
    width,
    stdin,
    write,
    line: (text = '') => write(`${text}\n`),
    say: (text) => {
      quiet()
      stderr.write(`${text.split('\n').map(inert).join('\n')}\n`)
    },
    progress: (text) => {
      if (!stderr.isTTY) return
      stderr.write(`\r\u001b[2K${cut(inert(text), Math.max(20, (stderr.columns || 80) - 1))}`)
      shown = true
    },
    quiet,
    paint: (text, ...colours) =>
      colour && text !== ''
        ? colours.reduce((out, c) => `\u001b[${CODES[c][0]}m${out}\u001b[${CODES[c][1]}m`, text)
        : text,
  }
}
