import { app, Menu, type MenuItemConstructorOptions } from 'electron'

/** Commands the page carries out; it knows them by these ids. */
export type MenuCommand =
  | 'open-files'
  | 'open-folder'
  | 'open-case'
  | 'close-case'
  | 'export-report'
  | 'palette'
  | 'theme'

/** The application menu. Accelerators that the page handles itself reach it first. */
export function installMenu(command: (id: MenuCommand) => void): void {
  const item = (label: string, id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => command(id),
    ...(accelerator ? { accelerator } : {}),
  })
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('Open Evidence…', 'open-files', 'CmdOrCtrl+O'),
        item('Open Evidence Folder…', 'open-folder', 'CmdOrCtrl+Shift+O'),
        item('Open Case…', 'open-case'),
        { type: 'separator' },
        item('Export Report…', 'export-report', 'CmdOrCtrl+E'),
        { type: 'separator' },
        item('Close Case', 'close-case'),
        process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Command Palette…', 'palette', 'CmdOrCtrl+K'),
        item('Switch Theme', 'theme'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        { type: 'separator' },
        { role: 'reload' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { label: '&Help', submenu: [{ label: `Vestigo ${app.getVersion()}`, enabled: false }] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
