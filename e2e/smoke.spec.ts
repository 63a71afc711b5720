import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { PORT, READY } from '../src/shared/bridge'
import { launch, ROOT, type Workbench } from './launch'

const REPORT = '<!doctype html><title>Rëport</title><h1>Findings</h1><script>document.body.textContent = "ran"</script>'

let workbench: Workbench
test.beforeEach(async () => {
  workbench = await launch()
})
test.afterEach(() => workbench?.close())

interface Answer {
  readonly t: string
  readonly value?: unknown
  readonly fault?: { readonly code: string; readonly message: string }
}

/** Beyond the ids of the page's own client, which hears the same port. */
const CALL = 1_000_000

/** Asks for ports as the page does, and calls over the bare port: main, preload and engine without the page's own code. */
const ask = (page: Page, port: 'engine' | 'shell', name: string, args: object = {}) =>
  page.evaluate(
    (given) =>
      new Promise<Answer>((resolve) => {
        const hear = ({ data, ports }: MessageEvent) => {
          if (data?.type !== given.type || data.name !== given.port || !ports[0]) return
          window.removeEventListener('message', hear)
          ports[0].onmessage = (event) => {
            if (event.data.id === given.id) resolve(event.data as Answer)
          }
          // A port of an engine that died meanwhile never answers.
          setTimeout(() => resolve({ t: 'silent' }), 3_000)
          ports[0].postMessage({ t: 'call', id: given.id, name: given.name, args: given.args })
        }
        window.addEventListener('message', hear)
        window.postMessage(given.ready, window.location.origin)
      }),
    { ready: READY, type: PORT, port, name, args, id: CALL },
  )

test('the window opens, titled, with nothing refused and no error', async () => {
  const { page, app, errors } = workbench
  // Loaded once more, because what the first load said may have been said before anybody listened.
  await page.reload()
  await expect(page).toHaveTitle(/Vestigo/)
  await expect(page.locator('body')).toContainText(/\S/)
  const [width, height] = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getMinimumSize())
  expect([width, height]).toEqual([900, 600])
  expect(errors).toEqual([])
})

test('the engine answers, and again after it was killed', async () => {
  const { page, app } = workbench
  // On a cold disk the engine takes some seconds to load its database.
  await expect.poll(async () => (await ask(page, 'engine', 'ping')).t, { timeout: 30_000 }).toBe('ok')
  const first = await ask(page, 'engine', 'ping')
  expect(first).toMatchObject({ t: 'ok', value: { version: expect.stringMatching(/^\d+\.\d+\.\d+/) } })

  const killed = await app.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find(({ name }) => name === 'Vestigo engine')
    return engine ? process.kill(engine.pid, 'SIGKILL') : false
  })
  expect(killed).toBe(true)
  await expect.poll(async () => (await ask(page, 'engine', 'ping')).t, { timeout: 30_000 }).toBe('ok')
})

test('the shell tells what to open, prints, and names what it cannot do', async () => {
  const { page, folder } = workbench
  const start = await ask(page, 'shell', 'start')
  expect(start).toMatchObject({ t: 'ok', value: { open: null, cases: join(folder, 'data', 'vestigo', 'cases') } })

  const path = join(folder, 'out.pdf')
  expect(await ask(page, 'shell', 'printPdf', { html: REPORT, path })).toEqual({ t: 'ok', id: CALL, value: null })
  expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-')
  const lost = await ask(page, 'shell', 'printPdf', { html: REPORT, path: join(folder, 'none', 'out.pdf') })
  expect(lost.fault).toMatchObject({ code: 'unreadable', message: expect.stringContaining('out.pdf') })
  expect((await ask(page, 'shell', 'setTheme', { theme: 'blue' })).fault?.code).toBe('bad-use')
})

test('without a window the same HTML prints to the same PDF but for the date', async () => {
  const { folder } = workbench
  const html = join(folder, 'report.html')
  writeFileSync(html, REPORT)
  const print = (pdf: string) =>
    spawnSync(process.execPath, [join(ROOT, 'scripts', 'print-pdf.mjs'), html, pdf], { encoding: 'utf8' })
  const texts = ['a.pdf', 'b.pdf'].map((name) => {
    const done = print(join(folder, name))
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
    return readFileSync(join(folder, name), 'latin1').replace(/\/(Creation|Mod)Date \(D:[^)]*\)/g, '')
  })
  expect(texts[0]).toBe(texts[1])
  expect(print(join(folder, 'none', 'c.pdf'))).toMatchObject({ status: 1, stderr: expect.stringContaining('c.pdf') })
})

test('the page is confined: no Node, no permission, no other page, nothing from the network', async () => {
  const { page, app } = workbench
  const seen = await page.evaluate(
    async (foreign) => ({
      node: 'require' in window || 'process' in window,
      bridge: Object.keys((window as unknown as { vestigo: object }).vestigo).sort(),
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
      window: window.open('https://example.org/') === null,
      network: await fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      ),
      markup: (() => {
        try {
          document.createElement('p').innerHTML = '<b>x</b>'
          return 'parsed'
        } catch {
          return 'refused'
        }
      })(),
      script: await import(foreign).then(
        () => 'ran',
        () => 'refused',
      ),
    }),
    'data:text/javascript,1',
  )
  expect(seen).toEqual({
    node: false,
    bridge: ['pathOf', 'platform'],
    geolocation: 'denied',
    window: true,
    network: 'refused',
    markup: 'refused',
    script: 'refused',
  })
  await page.evaluate(() => {
    window.location.href = 'https://example.org/'
  })
  await expect.poll(() => page.url()).toBe('app://vestigo/')
  const served = await app.evaluate(async ({ net }) => {
    const statuses: number[] = []
    for (const path of ['index.html', '..%2f..%2fpackage.json', 'missing.js'])
      statuses.push((await net.fetch(`app://vestigo/${path}`)).status)
    return statuses
  })
  expect(served).toEqual([200, 404, 404])
})
