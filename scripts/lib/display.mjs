import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * One record of an X authority file (Xau(3), xauth(1)): family, address, display number, name, data; each string behind
 * a 16-bit big-endian length. Family 0xffff with an empty number fits any display.
 */
function authority(cookie) {
  const text = (bytes) => {
    const size = Buffer.alloc(2)
    size.writeUInt16BE(bytes.length)
    return Buffer.concat([size, bytes])
  }
  const none = text(Buffer.alloc(0))
  return Buffer.concat([Buffer.from([0xff, 0xff]), none, none, text(Buffer.from('MIT-MAGIC-COOKIE-1')), text(cookie)])
}

/**
 * Starts Xvfb on a free display that only this user's programs can reach, runs `body` with the environment that
 * leads to it, and ends it. Not xvfb-run: that leaves its children behind when it is killed, and wants xauth.
 * @template T
 * @param {(env: Record<string, string>) => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withVirtualDisplay(body) {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-display-'))
  const auth = join(folder, 'authority')
  writeFileSync(auth, authority(randomBytes(16)), { mode: 0o600 })
  const args = ['-displayfd', '3', '-auth', auth, '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset']
  // In a group of its own, so that Ctrl+C lets the program close its window before its display goes away.
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true })
  const end = () => server.kill('SIGTERM')
  process.on('exit', end)
  try {
    const display = await new Promise((resolve, reject) => {
      let said = ''
      server.stdio[2].setEncoding('utf8').on('data', (text) => {
        said = (said + text).slice(-2000)
      })
      server.stdio[3].setEncoding('utf8').on('data', (text) => resolve(text.trim()))
      server.on('error', reject)
      server.on('exit', (code) => reject(new Error(`Xvfb ended with status ${code}: ${said.trim()}`)))
    })
    return await body({
      DISPLAY: `:${display}`,
      XAUTHORITY: auth,
      WAYLAND_DISPLAY: '',
      ELECTRON_OZONE_PLATFORM_HINT: 'x11',
    })
  } finally {
    process.off('exit', end)
    end()
    rmSync(folder, { recursive: true, force: true })
  }
}
