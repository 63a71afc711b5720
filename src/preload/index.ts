/** Hands the two ports and the path of a dropped file to the page; nothing else crosses here. */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type PageBridge, PORT, type PortMessage, READY } from '../shared/bridge'

ipcRenderer.on(PORT, (event, name: PortMessage['name']) => {
  const message: PortMessage = { type: PORT, name }
  window.postMessage(message, window.location.origin, [...event.ports])
})

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === READY) ipcRenderer.send(READY)
})

const bridge: PageBridge = {
  pathOf: (file) => {
    try {
      return webUtils.getPathForFile(file as File)
    } catch {
      return ''
    }
  },
  platform: process.platform,
}
contextBridge.exposeInMainWorld('vestigo', bridge)
