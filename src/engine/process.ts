/**
 * Entry of the engine's own process in the app (Electron's utilityProcess). Main sends it ports, one for each time the
 * page loads, and asks it to close; all else goes over the ports. Under plain Node there is no parentPort and nothing starts.
 */
import { contract } from '../shared/contract'
import { type Port, type PushFunction, pusher, serve } from '../shared/rpc'
import { createEngine } from './engine'

/** The part of Electron's parentPort used here; the engine knows no Electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly Port[] }) => void): void
}
const { parentPort } = process as unknown as { readonly parentPort?: ParentPort }
const type = (data: unknown) => (typeof data === 'object' && data !== null && 't' in data ? data.t : null)

if (parentPort) {
  let pushes: PushFunction<typeof contract.events> = () => {}
  let endLast = () => {}
  const engine = createEngine({ push: (name, value) => pushes(name, value), warm: true })

  parentPort.on('message', ({ data, ports }) => {
    const port = ports[0]
    if (type(data) === 'port' && port) {
      // A page that was loaded again: what the one before it still waits for is cancelled.
      endLast()
      pushes = pusher(contract.events, port)
      endLast = serve(contract.engine, engine.handlers, port)
    } else if (type(data) === 'close') {
      endLast()
      void engine.close().finally(() => process.exit(0))
    }
  })
}
