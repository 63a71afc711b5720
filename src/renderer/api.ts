/** The page's ends of the two ports; the only file that knows of them. */
import { type PageBridge, PORT, READY } from '../shared/bridge'
import { contract, type EngineContract, type ShellContract } from '../shared/contract'
import type { DeployProgress } from '../shared/deploy'
import { Fault } from '../shared/fault'
import { type Client, connect, type Listeners, type Port, subscribe } from '../shared/rpc'

export type Events = typeof contract.events
export interface Ends {
  engine: Client<EngineContract>
  shell: Client<ShellContract>
}

const noEngine = new Proxy({} as Client<EngineContract>, {
  get: () => () => Promise.reject(new Fault('gone', 'the engine is not running')),
})

/** Filled before the window is drawn; `engine` when the engine is up, and anew when it comes back. */
export const api: Ends = { engine: noEngine, shell: {} as Client<ShellContract> }
export const install = (ends: Partial<Ends>): void => void Object.assign(api, ends)

/** Who follows a deployment; one at a time is enough. */
let following: ((progress: DeployProgress) => void) | null = null
export function onDeployProgress(take: (progress: DeployProgress) => void): () => void {
  following = take
  return () => {
    if (following === take) following = null
  }
}
export const takeDeployProgress = (progress: DeployProgress): void => following?.(progress)

/** What the preload leaves in the page; absent in a plain browser. */
export const bridge = (window as { vestigo?: PageBridge }).vestigo ?? null

/** The path of a dropped file; empty when the platform does not tell. */
export const pathOf = (file: File): string => bridge?.pathOf(file) ?? ''

let engineGone = new AbortController()

/** The engine's port does not tell of its end: every call that waits is rejected, and later ones are too. */
export const engineWent = (): void => engineGone.abort()

/** Asks the preload for the ports; later ones replace their forerunners. Resolves with the shell's, the engine may be late. */
export function connectPorts(listeners: Listeners<Events>, onEngine: () => void): Promise<void> {
  return new Promise((resolve) => {
    const take = (name: string, port: Port) => {
      if (name === 'engine') {
        engineGone.abort()
        engineGone = new AbortController()
        install({ engine: connect(port, contract.engine, engineGone.signal) })
        onEngine()
      } else {
        install({ shell: connect(port, contract.shell) })
        resolve()
      }
      subscribe(port, contract.events, listeners)
    }
    window.addEventListener('message', (event) => {
      const port = event.ports[0]
      const message = event.data as { type?: unknown; name?: unknown } | null
      if (event.source !== window || !port || message?.type !== PORT) return
      if (message.name === 'engine' || message.name === 'shell') take(message.name, port)
    })
    window.postMessage(READY, window.location.origin)
  })
}
