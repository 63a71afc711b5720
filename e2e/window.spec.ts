/**
 * The window itself: the query line, hostile text, an engine that dies, evidence taken in by dialog and cancelled, and what
 * an accessibility check says of each panel in both themes.
 */

import { once } from 'node:events'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { launch, type Workbench } from './launch'

test.describe.configure({ mode: 'serial' })

let bench: Workbench
let page: Page

test.beforeAll(async () => {
  bench = await launch()
  page = bench.page
})
test.afterAll(() => bench.close())

/** What the next file dialogs answer. */
const choose = (path: string) =>
  bench.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
const panel = async (id: string) => {
  await page.getByTestId(`rail-${id}`).click()
  await expect(page.getByTestId(`panel-${id}`)).toBeVisible()
  return page.getByTestId(`panel-${id}`)
}
const settled = () => expect(page.getByTestId('work')).toHaveCount(0, { timeout: 60_000 })

const HOSTILE = [
  'Jul  1 04:00:01 apollo evil[666]: \u001b[2J\u001b[31mred\u0007 <img src=x onerror="document.title=1"> \u202egpj.exe\u200b',
  'Jul  1 04:00:02 apollo evil[667]: \u0000 =cmd|calc',
  '',
].join('\n')

test('evidence goes into a new case after a few questions, and the examiner is remembered', async () => {
  const folder = join(bench.folder, 'hostile')
  mkdirSync(folder)
  writeFileSync(join(folder, 'messages'), HOSTILE)
  await choose(folder)
  await page.getByTestId('start-folder').click()
  const dialog = page.getByTestId('import-dialog')
  await expect(dialog.getByTestId('import-name')).toHaveValue('hostile')
  await expect(dialog.getByTestId('import-folder')).toHaveValue(/hostile\.vestigo$/)
  await dialog.getByTestId('import-examiner').fill('A. Examiner')
  await dialog.getByTestId('import-number').fill('2025-7')
  await dialog.getByTestId('import-ok').click()
  await expect(page.getByTestId('panel-overview')).toBeVisible({ timeout: 60_000 })
  await settled()
  const report = await panel('report')
  await expect(report.getByLabel('Examiner')).toHaveValue('A. Examiner')
  await expect(report.getByLabel('Case number')).toHaveValue('2025-7')
})

test('text of the suspect is shown and never obeyed', async () => {
  const timeline = await panel('timeline')
  await page.getByTestId('query').fill('evil')
  await page.keyboard.press('Enter')
  const row = timeline.locator('[data-testid^="row-events-"]', { hasText: '31mred' })
  await expect(row).toContainText('ESC[2JESC[31mredBEL')
  await expect(row).toContainText('202Egpj.exe200B')
  await expect(row.locator('img')).toHaveCount(0)
  await row.click()
  await expect(page.getByTestId('inspector-title')).toContainText('<img src=x')
  await page.getByTestId('proof').first().getByRole('button').first().click()
  await expect(page.getByTestId('raw-marked')).toContainText('202Egpj.exe')
  await expect(page).toHaveTitle(/Vestigo/)
  const shown = await page.evaluate(() => document.body.innerText)
  expect(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/.test(shown)).toBe(false)
})

test('words with a key become chips, chips go away again', async () => {
  const query = page.getByTestId('query')
  await query.fill('program:evil severity:loud ')
  await expect(page.getByTestId('chip')).toHaveText(['program:evil'])
  await expect(page.getByRole('search').getByRole('alert')).toContainText('no severity')
  await page.keyboard.press('Control+Shift+X')
  await expect(page.getByTestId('chip')).toHaveCount(0)
  await expect(query).toHaveValue('')
})

test('when the engine dies the window says so, and the case comes back', async () => {
  await panel('timeline')
  await bench.app.evaluate(({ app }) => {
    const engine = app.getAppMetrics().find(({ name }) => name === 'Vestigo engine')
    if (engine) process.kill(engine.pid, 'SIGKILL')
  })
  await expect(page.getByTestId('toast').filter({ hasText: 'opened the case again' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('engine-down')).toHaveCount(0)
  await expect(page.getByTestId('panel-timeline')).toContainText('events')
  await expect(page.getByTestId('state-fault')).toHaveCount(0)
})

test('the palette reaches commands; closing the case leads to the start, which remembers it', async () => {
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-input').fill('close the case')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('start')).toBeVisible()
  await page.reload()
  await page.getByTestId('start-recent').filter({ hasText: 'hostile' }).click()
  await expect(page.getByTestId('panel-overview')).toBeVisible()
})

test('an import can be cancelled; the window goes on', async () => {
  const file = join(bench.folder, 'large.log')
  const out = createWriteStream(file)
  for (let i = 0; i < 400; i++) {
    const block = Array.from(
      { length: 2500 },
      (_, n) =>
        `Mar  4 09:${String(Math.floor(i / 8)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')} web1 sshd[${n}]: line ${i} ${n}\n`,
    ).join('')
    if (!out.write(block)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  await choose(file)
  await page.keyboard.press('Control+o')
  await page.getByTestId('cancel').click({ timeout: 20_000 })
  await settled()
  await expect(page.getByTestId('toast').filter({ hasText: 'Cancelled' })).toBeVisible()
  await expect(await panel('evidence')).toContainText('messages')
})

test('each panel passes an accessibility check in both themes', async () => {
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-input').fill('open the sample')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('panel-overview')).toContainText('apollo.olympus.net', { timeout: 60_000 })
  await settled()
  const panels = ['overview', 'timeline', 'sockets', 'processes', 'network', 'tables', 'evidence', 'findings', 'report']
  // What the first theme says of roles and names the second would only repeat: there the colours are what is new.
  for (const theme of ['first', 'second'] as const) {
    for (const id of theme === 'first' ? panels : ['overview', 'timeline', 'tables', 'findings']) {
      await panel(id)
      await expect(page.getByTestId('state-loading')).toHaveCount(0)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(
        violations.map((v) => `${v.id}: ${v.nodes[0]?.target}`),
        `${id}, ${theme} theme`,
      ).toEqual([])
    }
    await page.getByTestId('theme').click()
  }
})
