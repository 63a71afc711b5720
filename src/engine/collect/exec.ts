/** Runs one command in a channel of its own, with a limit of time and a limit of output. */
import type { Client, ClientChannel } from 'ssh2'
import { Fault } from '../../shared/fault'

/** Takes output as it comes; a promise holds the host back until it resolves. */
export type Sink = (chunk: Buffer) => void | Promise<void>

export interface ExecOptions {
  /** The whole line for the login shell. */
  readonly line: string
  /** What the command prints, on both outputs, once it really runs: all before it is the shell's own talk. */
  readonly mark: string
  readonly seconds: number
  /** Output past this is not taken. */
  readonly bytes: number
  /** Answers a prompt on the error output: `prompt` is what sudo was told to print. */
  readonly password?: { readonly prompt: string; readonly secret: string }
  readonly signal?: AbortSignal
}

export interface Ran {
  /** Whether the command ran at all: its mark came. */
  readonly started: boolean
  /** null when it was ended by a signal, by us, or when the host did not say. */
  readonly exit: number | null
  readonly endedBy: string | null
  readonly timedOut: boolean
  /** Output went on past the limit. */
  readonly cut: boolean
  readonly bytes: number
  /** The error output after the mark, at most 64 KiB; when nothing ran: all of it. */
  readonly stderr: string
  /** What came before the mark on the output: a talkative shell, or the words of whatever ran instead. At most 4 KiB. */
  readonly before: string
  /** Milliseconds of this machine's clock. */
  readonly began: number
  readonly ended: number
}

const STDERR = 65_536
const BEFORE = 4096
const GRACE = 2000
const WITHOUT_WORD = 700

/** Opening fails when the host allows no more channels at once; it is tried again. */
async function channel(client: Client, line: string): Promise<ClientChannel> {
  for (let i = 0; ; i++) {
    try {
      return await new Promise<ClientChannel>((resolve, reject) => {
        client.exec(line, (error, stream) => (error ? reject(error) : resolve(stream)))
      })
    } catch (error) {
      const { message } = error as Error
      if (/not connected|no response|connection lost/i.test(message)) throw new Fault('gone', message)
      if (i >= 5) throw new Fault('unreadable', `the host opens no channel: ${message}`)
      await new Promise((resolve) => setTimeout(resolve, 50 * (i + 1)))
    }
  }
}

/** Cuts off everything up to and with the mark's line. */
function afterMark(mark: string, take: (bytes: Buffer) => void) {
  const wanted = Buffer.from(`${mark}\n`)
  let held: Buffer | null = Buffer.alloc(0)
  let before = ''
  return {
    passed: () => held === null,
    /** What has come while the mark has not. */
    held: () => held ?? Buffer.alloc(0),
    push: (chunk: Buffer) => {
      if (held === null) {
        take(chunk)
        return
      }
      held = Buffer.concat([held, chunk])
      const at = held.indexOf(wanted)
      if (at < 0) {
        // A host that talks without end must not fill the memory.
        if (held.length > 1 << 20) held = Buffer.concat([held.subarray(0, BEFORE), held.subarray(-wanted.length)])
        return
      }
      const rest = held.subarray(at + wanted.length)
      before = held.subarray(0, Math.min(at, BEFORE)).toString('utf8')
      held = null
      if (rest.length > 0) take(rest)
    },
    before: () => before,
  }
}

/**
 * Errors: Fault `gone` when the connection breaks, `cancelled`. A command that fails, hangs or talks too much is no
 * error: the result says so.
 */
export async function execute(client: Client, ended: Promise<string>, options: ExecOptions, sink: Sink): Promise<Ran> {
  const { line, mark, seconds, bytes: most, password, signal } = options
  if (signal?.aborted) throw new Fault('cancelled', 'cancelled')
  const began = Date.now()
  const stream = await channel(client, line)
  return new Promise<Ran>((resolve, reject) => {
    let bytes = 0
    let cut = false
    let timedOut = false
    let exit: number | null = null
    let endedBy: string | null = null
    let over = false
    let errors = Buffer.alloc(0)
    let asked = 0
    let writing: Promise<void> = Promise.resolve()
    const stop = () => {
      // Closing alone leaves a process without a terminal running.
      try {
        stream.signal('TERM')
      } catch {}
      stream.close()
      setTimeout(finish, GRACE).unref()
    }
    const out = afterMark(mark, (chunk) => {
      if (cut) return
      const room = most - bytes
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk
      bytes += part.length
      if (part.length > 0) {
        const wait = sink(part)
        if (wait) {
          stream.pause()
          writing = writing.then(() => wait).then(() => void stream.resume())
          writing.catch(fail)
        }
      }
      if (chunk.length > room) {
        cut = true
        stop()
      }
    })
    const err = afterMark(mark, (chunk) => {
      if (errors.length < STDERR) errors = Buffer.concat([errors, chunk.subarray(0, STDERR - errors.length)])
    })
    const timer = setTimeout(() => {
      timedOut = true
      stop()
    }, seconds * 1000)
    const abort = () => {
      stop()
      fail(new Fault('cancelled', 'cancelled'))
    }
    const clean = () => {
      over = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    function fail(error: unknown): void {
      if (over) return
      clean()
      stream.close()
      reject(error)
    }
    function finish(): void {
      if (over) return
      clean()
      writing.then(() => {
        const started = out.passed()
        const stderr = (started ? errors : Buffer.concat([err.held(), errors])).subarray(0, STDERR).toString('utf8')
        resolve({
          started,
          exit,
          endedBy,
          timedOut,
          cut,
          bytes,
          stderr: password ? stderr.replaceAll(password.prompt, '') : stderr,
          before: started ? out.before() : out.held().subarray(0, BEFORE).toString('utf8'),
          began,
          ended: Date.now(),
        })
      }, reject)
    }
    signal?.addEventListener('abort', abort, { once: true })
    stream.on('data', (chunk: Buffer) => {
      try {
        out.push(chunk)
      } catch (error) {
        fail(error)
      }
    })
    stream.stderr.on('data', (chunk: Buffer) => {
      err.push(chunk)
      if (!password || err.passed()) return
      const prompts = err.held().toString('latin1').split(password.prompt).length - 1
      if (prompts > asked) {
        asked = prompts
        // Asked again: it was wrong. An end of input makes sudo give up.
        if (prompts === 1) stream.write(`${password.secret}\n`)
        else stream.end()
      }
    })
    stream.on('exit', (code: number | null, name?: string) => {
      exit = code
      endedBy = name ?? null
    })
    stream.on('error', fail)
    stream.on('close', () => {
      // No word of how it ended: most likely the connection went with it, and that is told a moment later.
      if (exit === null && endedBy === null && !timedOut && !cut) setTimeout(finish, WITHOUT_WORD)
      else finish()
    })
    // The result comes when the channel closes; when the connection goes first there is none.
    void ended.then((why) => fail(new Fault('gone', `the connection broke: ${why}`)))
  })
}
