import { app, type BrowserWindow, shell as desktop, dialog, nativeTheme } from 'electron'
import type { ShellContract } from '../shared/contract'
import { Fault } from '../shared/fault'
import type { Handlers } from '../shared/rpc'
import { casesFolder, sampleIncident } from './folders'
import { printPdf } from './print'
import { secretHandlers } from './secrets'
import { settings } from './settings'

const RECENT = 12
const REPORT_KINDS = [
  { name: 'HTML', extensions: ['html'] },
  { name: 'PDF', extensions: ['pdf'] },
  { name: 'Markdown', extensions: ['md'] },
  { name: 'JSON', extensions: ['json'] },
]

/** The kind that a proposed name has comes first: the dialog then keeps its ending. */
const kindsFor = (name: string) => {
  const own = REPORT_KINDS.filter(({ extensions }) => extensions.some((ending) => name.endsWith(`.${ending}`)))
  return own.length > 0 ? own : REPORT_KINDS
}

export interface ShellParts {
  readonly window: () => BrowserWindow
  /** What the command line asked to open; given to the page once. */
  readonly takeOpen: () => string | null
  readonly restartEngine: () => Promise<void>
}

/** The desktop's half of the contract: dialogs, theme, printing. */
export const shellHandlers = ({ window, takeOpen, restartEngine }: ShellParts): Handlers<ShellContract> => ({
  start: () => ({
    open: takeOpen(),
    sample: sampleIncident(app.getAppPath()),
    cases: casesFolder(process.platform),
    recent: settings().read().recent,
    version: app.getVersion(),
  }),
  pickFolder: async ({ title }) => {
    const { filePaths } = await dialog.showOpenDialog(window(), {
      title,
      properties: ['openDirectory', 'createDirectory', 'showHiddenFiles'],
    })
    return filePaths[0] ?? null
  },
  pickFiles: async ({ title }) => {
    const { filePaths } = await dialog.showOpenDialog(window(), {
      title,
      properties: ['openFile', 'multiSelections', 'showHiddenFiles'],
    })
    return filePaths
  },
  saveFile: async ({ title, name }) => {
    const { canceled, filePath } = await dialog.showSaveDialog(window(), {
      title,
      defaultPath: name,
      filters: kindsFor(name),
    })
    return canceled || !filePath ? null : filePath
  },
  reveal: ({ path }) => {
    desktop.showItemInFolder(path)
    return null
  },
  setTheme: ({ theme }) => {
    if (!['dark', 'light', 'system'].includes(theme)) throw new Fault('bad-use', `no such theme: ${theme}`)
    nativeTheme.themeSource = theme
    settings().update({ theme })
    return null
  },
  remember: ({ path }) => {
    const { recent } = settings().read()
    settings().update({ recent: [path, ...recent.filter((old) => old !== path)].slice(0, RECENT) })
    return null
  },
  printPdf: async ({ html, path }) => {
    await printPdf(html, path)
    return null
  },
  restartEngine: async () => {
    await restartEngine()
    return null
  },
  ...secretHandlers(),
})
