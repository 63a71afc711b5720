import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, MessageChannelMain, type MessagePortMain, nativeTheme, session } from 'electron'
import { PORT, READY } from '../shared/bridge'
import { contract } from '../shared/contract'
import { type PushFunction, pusher, serve } from '../shared/rpc'
import { superviseEngine } from './engine-process'
import { installMenu } from './menu'
import { serveRenderer } from './protocol'
import { restrictSession } from './session-policy'
import { settings } from './settings'
import { shellHandlers } from './shell'
import { openWindow } from './window'

type Push = PushFunction<typeof contract.events>

/** Opens the window, starts the engine, and keeps both until the window is closed. */
export async function runWorkbench(open: string | null): Promise<void> {
  await app.whenReady()
  restrictSession(session.defaultSession)
  serveRenderer(session.defaultSession, join(import.meta.dirname, '../renderer'))
  nativeTheme.themeSource = settings().read().theme

  let toOpen = open
  let window: BrowserWindow | null = null
  let push: Push | null = null
  let endShell = () => {}
  const give = (name: 'engine' | 'shell', port: MessagePortMain) =>
    window?.isDestroyed() === false ? window.webContents.postMessage(PORT, name, [port]) : port.close()

  const engine = superviseEngine({
    // Before the page has asked there is nobody to take a port: it gets its own when it asks.
    up: (port) => {
      if (!push) return port.close()
      push('engineState', { state: 'up', reason: '' })
      give('engine', port)
    },
    down: (reason) => {
      console.error(reason)
      push?.('engineState', { state: 'down', reason })
    },
  })
  const shell = shellHandlers({
    window: () => window as BrowserWindow,
    takeOpen: () => {
      const path = toOpen
      toOpen = null
      return path
    },
    restartEngine: engine.restart,
  })

  /** A page that has loaded, for the first time or again, gets fresh ports; those of the page before it are closed. */
  ipcMain.on(READY, (event) => {
    if (!window || event.sender !== window.webContents || event.senderFrame?.parent) return
    endShell()
    const { port1, port2 } = new MessageChannelMain()
    const end = serve(contract.shell, shell, port1)
    push = pusher(contract.events, port1)
    endShell = end
    give('shell', port2)
    engine.handPort()
  })

  installMenu((id) => push?.('command', { id }))
  const show = () => {
    window = openWindow()
    window.on('closed', () => {
      window = null
      push = null
      endShell()
    })
  }
  show()
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) show()
  })
  app.on('window-all-closed', () => app.quit())

  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void engine.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}
