/**
 * What the preload script and the page say to each other. The page posts `READY` to its own window once it listens, and
 * after each load; the preload answers with one `PortMessage` for each port, the port being in the event's `ports`.
 * Another engine port follows whenever the engine was started anew.
 */
export const READY = 'vestigo:ready'
export const PORT = 'vestigo:port'

export interface PortMessage {
  readonly type: typeof PORT
  readonly name: 'engine' | 'shell'
}

export const isPortMessage = (data: unknown): data is PortMessage =>
  typeof data === 'object' && data !== null && (data as { type?: unknown }).type === PORT

/** `window.vestigo`: what a sandboxed page cannot do with a port. */
export interface PageBridge {
  /** Path of a file that was dropped or picked; empty for one that was made in the page. Takes a DOM `File`. */
  pathOf(file: unknown): string
  /** `linux`, `darwin` or `win32`. */
  readonly platform: string
}
