import { join } from 'node:path'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'

const ENTRY = join(import.meta.dirname, 'engine.js')
/** An engine that keeps dying is not started for ever: the page offers to try again. */
const CRASHES = 3
const CRASHES_WITHIN_MS = 60_000
const CLOSE_MS = 3_000

export interface EngineEvents {
  /** The engine answers on this port, which goes to the page. */
  readonly up: (port: MessagePortMain) => void
  readonly down: (reason: string) => void
}

/** Starts the engine's process, starts it again when it dies, and closes it. Main relays nothing: it hands out ports. */
export function superviseEngine({ up, down }: EngineEvents) {
  /** The engine, and whether it runs already: a port sent before that would be answered twice. */
  let child: UtilityProcess | null = null
  let running = false
  let closing = false
  let crashes: number[] = []

  const handPort = () => {
    if (!child || !running) return
    const { port1, port2 } = new MessageChannelMain()
    child.postMessage({ t: 'port' }, [port1])
    up(port2)
  }

  const start = () => {
    const engine = utilityProcess.fork(ENTRY, [], { serviceName: 'Vestigo engine', stdio: 'inherit' })
    child = engine
    running = false
    engine.on('exit', (code) => {
      if (child !== engine) return
      child = null
      if (closing) return
      const now = Date.now()
      crashes = [...crashes.filter((at) => now - at < CRASHES_WITHIN_MS), now]
      const again = crashes.length < CRASHES
      down(`the engine ended with status ${code}${again ? ' and is being started again' : ''}`)
      if (again) start()
    })
    engine.once('spawn', () => {
      if (child !== engine) return
      running = true
      handPort()
    })
  }

  /** Asks the engine to close its case, and ends it when it does not within three seconds. */
  const stop = (engine: UtilityProcess) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => engine.kill(), CLOSE_MS)
      engine.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      engine.postMessage({ t: 'close' })
    })

  start()
  return {
    /** A new port for a page that was loaded again. */
    handPort,
    async restart() {
      const engine = child
      child = null
      crashes = []
      if (engine) await stop(engine)
      start()
    },
    async close() {
      closing = true
      if (child) await stop(child)
    },
  }
}
export type EngineSupervisor = ReturnType<typeof superviseEngine>
