import { join } from 'node:path'
import { BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron'
import { ORIGIN } from './protocol'
import { restrictContents } from './session-policy'
import { settings } from './settings'

const SMALLEST = { width: 900, height: 600 }
const USUAL = { width: 1360, height: 860 }

/** The remembered place, unless the screen it was on is gone. */
function place(): Partial<Rectangle> {
  const old = settings().read().window
  if (!old || !Number.isFinite(old.width) || !Number.isFinite(old.height)) return USUAL
  const { x, y } = old
  const seen = screen.getAllDisplays().some(({ workArea: area }) => {
    if (x === undefined || y === undefined) return false
    return x < area.x + area.width - 80 && x + old.width > area.x + 80 && y >= area.y && y < area.y + area.height - 80
  })
  return seen ? old : { width: old.width, height: old.height }
}

/** Dark or light before the page has painted, so that a window does not flash. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#14161a' : '#fbfbfa')

export function openWindow(): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Vestigo',
    ...place(),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    backgroundColor: background(),
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A long list that scrolls in a covered window must still answer.
      backgroundThrottling: false,
    },
  })
  restrictContents(window.webContents)
  if (settings().read().maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => settings().update({ window: window.getNormalBounds(), maximized: window.isMaximized() }))
  nativeTheme.on('updated', () => {
    if (!window.isDestroyed()) window.setBackgroundColor(background())
  })
  void window.loadURL(`${ORIGIN}/`)
  return window
}
