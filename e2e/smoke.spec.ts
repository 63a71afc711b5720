import { expect, type Page, test } from '@playwright/test'
import { PORT, READY } from '../src/shared/bridge'
import { launch, type Workbench } from './launch'

let workbench: Workbench
test.beforeEach(async () => {
  workbench = await launch()
})
test.afterEach(() => workbench.close())

interface Answer {
  readonly t: string
  readonly value?: { readonly version: string; readonly node: string }
}

/** Asks for ports as the page does, and pings the engine over the bare port: main, preload and engine without the page's code. */
const ping = (page: Page) =>
  page.evaluate(
    ({ ready, type }) =>
      new Promise<Answer>((resolve) => {
        window.addEventListener('message', ({ data, ports }) => {
          const port = ports[0]
          if (data?.type !== type || data.name !== 'engine' || !port) return
          port.onmessage = (event) => resolve(event.data as Answer)
          port.postMessage({ t: 'call', id: 1, name: 'ping', args: {} })
        })
        window.postMessage(ready, window.location.origin)
      }),
    { ready: READY, type: PORT },
  )

test('the window opens, titled, with nothing refused and no error', async () => {
  const { page, app, errors } = workbench
  await expect(page).toHaveTitle(/Vestigo/)
  await expect(page.locator('body')).toContainText(/\S/)
  const [width, height] = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getMinimumSize())
  expect([width, height]).toEqual([900, 600])
  expect(errors).toEqual([])
})

test('the engine answers, and again after it was killed', async () => {
  const { page, app } = workbench
  const first = await ping(page)
  expect(first.t).toBe('ok')
  expect(first.value?.version).toMatch(/^\d+\.\d+\.\d+/)

  const killed = await app.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find(({ name }) => name === 'Vestigo engine')
    return engine ? process.kill(engine.pid, 'SIGKILL') : false
  })
  expect(killed).toBe(true)
  await expect.poll(async () => (await ping(page)).t).toBe('ok')
})

test('the page is confined: no Node, no permission, no other page, nothing from the network', async () => {
  const { page, app } = workbench
  const seen = await page.evaluate(async () => ({
    node: 'require' in window || 'process' in window,
    bridge: Object.keys((window as unknown as { vestigo: object }).vestigo).sort(),
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
    window: window.open('https://example.org/') === null,
    network: await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    ),
    script: await import(/* @vite-ignore */ 'data:text/javascript,1').then(
      () => 'ran',
      () => 'refused',
    ),
  }))
  expect(seen).toEqual({
    node: false,
    bridge: ['pathOf', 'platform'],
    geolocation: 'denied',
    window: true,
    network: 'refused',
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
