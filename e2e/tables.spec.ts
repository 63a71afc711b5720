/** Every table of the case in one place, and the way from a row of any of them to the bytes that it was read from. */
import { expect, type Page, test } from '@playwright/test'
import { launch, type Workbench } from './launch'

test.describe.configure({ mode: 'serial' })

let bench: Workbench
let page: Page

test.beforeAll(async () => {
  bench = await launch()
  page = bench.page
  await page.getByTestId('start-sample').click()
  await expect(page.getByTestId('panel-overview')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('overview-findings')).toContainText('promiscuous', { timeout: 60_000 })
  await page.getByTestId('rail-tables').click()
  await expect(tables()).toBeVisible()
})
test.afterAll(async () => {
  expect(bench.errors).toEqual([])
  await bench.close()
})

const tables = () => page.getByTestId('panel-tables')
const choose = async (name: string) => {
  await page.getByTestId(`table-${name}`).click()
  await expect(page.getByTestId(`table-${name}`)).toHaveAttribute('aria-selected', 'true')
  return tables().getByRole('grid')
}
const rows = (name: string) => tables().locator(`[data-testid^="row-${name}-"]`)

test('what log messages say: a row is its event', async () => {
  const grid = await choose('ssh_auth')
  await expect(grid).toContainText('203.0.113.66')
  await rows('ssh_auth').filter({ hasText: 'password' }).filter({ hasText: '203.0.113.66' }).first().click()
  await expect(page.getByTestId('proof').first()).toContainText('203.0.113.66')
  await expect(page.getByTestId('tables-origin')).toContainText('secure')
})

test('a row of accounts is its user, with why each link is tied', async () => {
  const grid = await choose('accounts')
  await expect(grid).toContainText('/bin/bash')
  await rows('accounts').filter({ hasText: '/root' }).first().click()
  await expect(page.getByTestId('inspector-title')).toHaveText('root')
  await expect(page.getByTestId('links-addresses').getByTestId('link-why').first()).toContainText('of the socket')
  await expect(page.getByTestId('links-processes').getByTestId('link-why')).toHaveCount(0)
})

test('a tool’s own row leads to its raw bytes by double click, Enter and menu', async () => {
  await choose('syslog_conf')
  const row = rows('syslog_conf').filter({ hasText: '@athena' }).first()
  await row.dblclick()
  await expect(page.getByTestId('raw-marked')).toContainText('@athena')

  await page.getByTestId('rail-tables').click()
  await choose('passwd')
  await rows('passwd').first().click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('raw-marked')).toContainText('bin:x:1:1')

  await choose('services')
  await rows('services').filter({ hasText: 'ssh' }).first().getByRole('gridcell').first().click({ button: 'right' })
  await page.getByTestId('value-menu').getByText('Show raw bytes').click()
  await expect(page.getByTestId('raw-marked')).toContainText('22/tcp')
})

test('by keyboard: find, walk, go over to the rows', async () => {
  await page.getByTestId('tables-find').fill('login')
  await expect(page.getByTestId('table-passwd')).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('table-logins')).toHaveAttribute('aria-selected', 'true')
  await expect(tables().getByRole('grid')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(tables().getByRole('listbox')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('table-last')).toHaveAttribute('aria-selected', 'true')
  await expect(tables().getByRole('grid')).toContainText('reboot')
  await page.keyboard.press('Tab')
  await expect(tables().getByRole('grid')).toBeFocused()
  await page.getByTestId('tables-find').fill('zebra')
  await expect(tables()).toContainText('No table is named so')
  await page.getByTestId('tables-find').press('Escape')
  await expect(page.getByTestId('table-passwd')).toBeVisible()
})

test('the query line’s text narrows the rows; the chosen table is remembered', async () => {
  await choose('ssh_auth')
  await page.getByTestId('query').click()
  await page.keyboard.type('203.0.113.66')
  await page.keyboard.press('Enter')
  await expect(rows('ssh_auth').first()).toContainText('203.0.113.66')
  await page.getByTestId('query').fill('nothing-is-called-so')
  await page.keyboard.press('Enter')
  await expect(tables()).toContainText('Nothing here fits the query')
  await page.getByTestId('query-clear').click()
  await page.reload()
  await page.getByTestId('rail-tables').click({ timeout: 60_000 })
  await expect(page.getByTestId('table-ssh_auth')).toHaveAttribute('aria-selected', 'true')
})

test('nothing overflows a small window, in either theme', async () => {
  await bench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(900, 600))
  for (const name of ['neighbours', 'lsof']) {
    await choose(name)
    const over = await tables().evaluate((panel) => {
      const box = panel.getBoundingClientRect()
      return [...panel.querySelectorAll('.tables, .tables-list, .tables-pane, .row-list, .toolbar, .state')].filter(
        (e) => {
          const { right, bottom } = e.getBoundingClientRect()
          return right > box.right + 1 || bottom > box.bottom + 1
        },
      ).length
    })
    expect(over).toBe(0)
    await page.getByTestId('theme').click()
  }
})
