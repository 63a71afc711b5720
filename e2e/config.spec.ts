/** The editor for the hosts' configuration: remarks as one types, what goes where, what an edit would stop. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { launch, type Workbench } from './launch'

test.describe.configure({ mode: 'serial' })

let bench: Workbench
let page: Page
const panel = () => page.getByTestId('panel-config')
const tab = (name: string) => page.getByTestId(`config-tab-${name}`).click()
/** Puts the cursor at the end of the file and types there. */
async function append(text: string) {
  await panel().getByTestId('editor').locator('.view-lines').first().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(text)
}

test.beforeAll(async () => {
  bench = await launch()
  page = bench.page
  await page.getByTestId('start-sample').click()
  await expect(page.getByTestId('panel-overview')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('overview-findings')).toContainText('promiscuous', { timeout: 60_000 })
  await page.getByTestId('rail-config').click()
  await expect(panel().getByTestId('editor')).toBeVisible({ timeout: 30_000 })
})
test.afterAll(async () => {
  // A refusal by the content policy would be among them.
  expect(bench.errors).toEqual([])
  await bench.close()
})

test('shows the host’s syslog.conf with its remarks', async () => {
  await expect(page.getByTestId('config-file-/etc/syslog.conf')).toHaveAttribute('aria-current', 'true')
  await expect(panel().locator('.view-lines').first()).toContainText('/var/log/messages')
  await expect(page.getByTestId('config-problems')).toContainText('by UDP')
})

test('marks a misspelt facility as it is typed, and mends it with one key', async () => {
  await append('\nauht.info /var/log/x')
  await expect(page.getByTestId('problem-unknown-name')).toContainText('"auht" is no facility')
  await expect(panel().locator('.squiggly-error').first()).toBeVisible()
  await page.getByTestId('problem-unknown-name').click()
  await page.keyboard.press('Control+.')
  await page.getByText('Write auth', { exact: true }).click()
  await expect(page.getByTestId('problem-unknown-name')).toHaveCount(0)
  await expect(panel().locator('.view-lines').first()).toContainText('auth.info')
})

test('completes and explains', async () => {
  await append('\nauthp')
  await page.keyboard.press('Control+Space')
  await expect(page.locator('.suggest-widget')).toContainText('authpriv')
  await page.keyboard.press('Enter')
  await page.keyboard.type('.err /var/log/y')
  await expect(panel().locator('.view-lines').first()).toContainText('authpriv.err')
  await page.keyboard.press('Escape')
  await panel().locator('.view-lines').first().getByText('authpriv.err').hover()
  await expect(page.locator('.monaco-hover').first()).toContainText('facility 10')
})

test('shows the matrix, and tries a message from a cell', async () => {
  await tab('matrix')
  await expect(page.getByTestId('config-matrix')).toBeVisible()
  await page.getByTestId('cell-authpriv-err').click()
  await expect(page.getByTestId('trial-facility')).toHaveValue('10')
  await expect(page.getByTestId('config-fired')).toContainText('/var/log/y')
  await expect(page.getByTestId('config-steps')).toContainText('fired')
})

test('takes a log line of the case into the simulator', async () => {
  await page.getByTestId('rail-timeline').click()
  await page.getByTestId('query').fill('Accepted password')
  await page.keyboard.press('Enter')
  await page
    .locator('[data-testid="panel-timeline"] [role="row"]')
    .filter({ hasText: 'Accepted password' })
    .first()
    .click()
  await page.getByTestId('query-clear').click()
  await page.getByTestId('rail-config').click()
  await tab('simulator')
  await page.getByTestId('trial-take').click()
  await expect(page.getByTestId('trial-text')).toHaveValue(/Accepted password/)
  await expect(page.getByTestId('trial-program')).toHaveValue('sshd')
})

test('tells what an edit would stop, and shows the edit', async () => {
  await panel().getByTestId('editor').locator('.view-lines').first().click()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('*.info /var/log/messages')
  await tab('impact')
  await page.getByTestId('impact-run').click()
  await expect(page.getByTestId('impact-summary')).toContainText('replayed', { timeout: 30_000 })
  await expect(page.getByTestId('impact-groups')).toContainText('authpriv.info sshd')
  await expect(page.getByTestId('impact-groups')).toContainText('/var/log/secure')
  await tab('changes')
  await expect(page.getByTestId('diff')).toContainText('*.info', { timeout: 15_000 })
  await page.getByLabel('Take the edits of this file back').click()
  await expect(panel().locator('.view-lines').first()).toContainText('/var/log/secure')
})

test('adds a forward to a log host, and names what to turn off there', async () => {
  await tab('loghost')
  await page.getByTestId('loghost-name').fill('athena2')
  await expect(page.getByTestId('loghost-lines')).toHaveText('*.*\t@athena2')
  await expect(page.getByTestId('lockdown')).toContainText('listens on')
  await page.getByTestId('loghost-add').click()
  await expect(panel().locator('.view-lines').first()).toContainText('@athena2')
  await tab('deploy')
  await expect(page.getByTestId('deploy-go')).toBeDisabled()
  await page.getByTestId('deploy-target').fill('root@192.0.2.1')
  await page.getByTestId('deploy-sure').check()
  await expect(page.getByTestId('deploy-go')).toBeEnabled()
  await page.getByLabel('Take the edits of this file back').click()
})

test('opens other files of the host, each in its language', async () => {
  await page.getByTestId('config-file-/etc/services').click()
  await expect(panel().locator('.view-lines').first()).toContainText('22/tcp')
  await append('\nbroken line here')
  await tab('problems')
  await expect(page.getByTestId('problem-form')).toContainText('This is no entry')
  await page.getByLabel('Take the edits of this file back').click()
  await expect(page.getByTestId('problem-form')).toHaveCount(0)
  await page.getByTestId('config-file-/etc/syslog.conf').click()
  await expect(panel().locator('.view-lines').first()).toContainText('/var/log/secure')
})

test('can be used with a screen reader, in both themes and a small window', async () => {
  await bench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(900, 600))
  for (const name of ['problems', 'matrix', 'simulator', 'loghost']) {
    await tab(name)
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode(true)
      .include('[data-testid="panel-config"]')
      .exclude('.monaco-editor')
      .analyze()
    expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
    await page.getByTestId('theme').click()
  }
  const over = await panel().evaluate((el) => {
    const box = el.getBoundingClientRect()
    return [...el.querySelectorAll('.config, .config-files, .config-main, .config-below')].filter(
      (e) => e.getBoundingClientRect().right > box.right + 1 || e.getBoundingClientRect().bottom > box.bottom + 1,
    ).length
  })
  expect(over).toBe(0)
})
