import { app, type Session, type WebContents } from 'electron'

/**
 * Nothing leaves the machine: Chromium's own services are off, names do not resolve, and each session refuses what is
 * not the app's own. Must run before the app is ready.
 */
export function quietChromium(): void {
  for (const name of ['disable-background-networking', 'disable-component-update', 'disable-domain-reliability'])
    app.commandLine.appendSwitch(name)
  app.commandLine.appendSwitch('no-proxy-server')
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** Schemes a page may load from. Developer tools are part of Electron and load nothing from elsewhere. */
const OWN = ['app:', 'devtools:', 'data:', 'blob:']

/** Refuses every permission but writing text to the clipboard after a key or click, and every request that is not our own. */
export function restrictSession(session: Session): void {
  const allowed = (permission: string) => permission === 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)))
  session.setPermissionCheckHandler((_contents, permission) => allowed(permission))
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !OWN.includes(new URL(details.url).protocol) })
  })
  session.on('will-download', (event) => event.preventDefault())
  // The spell checker would fetch dictionaries.
  session.setSpellCheckerEnabled(false)
}

/** A page stays where it is: no navigation, no new windows, no embedded pages. Reloading itself is allowed. */
export function restrictContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (event.url !== contents.getURL()) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
