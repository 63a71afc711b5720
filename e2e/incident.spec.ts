/**
 * The main job in the window: open the sample incident, follow a port to its process, its file, its log line and the raw
 * bytes and back, and export a report that says so.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
})
test.afterAll(async () => {
  expect(bench.errors).toEqual([])
  await bench.close()
})

const panel = async (id: string) => {
  await page.getByTestId(`rail-${id}`).click()
  await expect(page.getByTestId(`panel-${id}`)).toBeVisible()
  return page.getByTestId(`panel-${id}`)
}
const inspector = () => page.getByTestId('inspector')
const title = () => page.getByTestId('inspector-title')

test('the overview tells host, clocks, findings and coverage', async () => {
  const overview = page.getByTestId('panel-overview')
  await expect(overview).toContainText('apollo.olympus.net')
  await expect(overview).toContainText('2002-07-01 15:20:09 UTC')
  await expect(overview).toContainText('Password guessed over ssh')
  await expect(overview).toContainText('Listener that no process owns')
  await expect(page.getByTestId('overview-coverage')).toContainText('%')
})

test('port to process to file to log line to raw bytes, and back', async () => {
  const sockets = await panel('sockets')
  await sockets.getByText('48411', { exact: true }).first().click()
  await expect(title()).toContainText('48411')
  await expect(inspector()).toContainText('netstat shows tcp 0.0.0.0:48411 LISTEN, owner 10966/nscdd')

  // One step: the process that owns the port.
  await inspector().getByTestId('link-process').filter({ hasText: 'nscdd' }).first().click()
  await expect(title()).toContainText('nscdd')
  await expect(inspector()).toContainText('10966')

  // One step: a file that it holds open.
  await inspector().getByTestId('link-file').filter({ hasText: '/tmp/.font-unix/.log' }).first().click()
  await expect(title()).toContainText('/tmp/.font-unix/.log')

  // The line of lsof that proves it, in its file, at its byte.
  await inspector().getByTestId('proof').first().getByRole('button').first().click()
  await expect(page.getByTestId('raw-marked')).toContainText('/tmp/.font-unix/.log')

  // Back to the process, and on to the address that it talks to and that address's log lines.
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(title()).toContainText('nscdd')
  await inspector().getByTestId('link-address').filter({ hasText: '203.0.113.66' }).first().click()
  await expect(title()).toContainText('203.0.113.66')
  await inspector().getByTestId('link-event').filter({ hasText: 'Accepted password for root' }).first().click()
  await expect(page.getByTestId('proof').first()).toContainText('Accepted password for root from 203.0.113.66')
  await inspector().getByTestId('proof').first().getByRole('button').first().click()
  await expect(page.getByTestId('raw-marked')).toContainText('Accepted password for root')

  // And back from the log line to the address, to the socket.
  await inspector().getByTestId('link-address').filter({ hasText: '203.0.113.66' }).first().click()
  await inspector().getByTestId('link-socket').filter({ hasText: '48411' }).first().click()
  await expect(title()).toContainText('48411')
})

test('a filter narrows the timeline to what fits it', async () => {
  const timeline = await panel('timeline')
  const query = page.getByTestId('query')
  await query.click()
  await page.keyboard.type('Failed password')
  await page.keyboard.press('Enter')
  await expect(timeline).toContainText('24 events')
  await page.getByTestId('query-clear').click()
  await expect(timeline).not.toContainText('24 events')
})

test('a finding shows its evidence, what is innocent, and what comes next', async () => {
  const findings = await panel('findings')
  await findings.getByText('Interface in promiscuous mode').first().click()
  const detail = page.getByTestId('finding-detail')
  await expect(detail).toContainText('snort (PID 1758) runs, which sniffs by design')
  await expect(detail).toContainText('it does not explain nscdd (PID 10966)')
  await expect(detail).toContainText('PROMISC')
  await expect(detail).toContainText('ifconfig-a.txt')
})

test('what could not be seen stands beside the table and the finding', async () => {
  await page.getByTestId('rail-processes').click()
  const strip = page.getByTestId('panel-processes').getByTestId('limits')
  await expect(strip.locator('summary')).toContainText('could not be seen')
  await strip.locator('summary').click()
  await expect(strip.getByRole('listitem').filter({ hasText: 'Only one view shows processes (ps)' })).toBeVisible()
  await strip.locator('summary').click()
  await page.getByTestId('rail-findings').click()
  await page.getByTestId('panel-findings').locator('[data-rule="process_hidden"]').first().click()
  await expect(page.getByTestId('finding-detail').getByTestId('limits')).toContainText(
    'Only one view shows processes (ps)',
  )
})

test('the interfaces, and the trace drawn hop by hop', async () => {
  const network = await panel('network')
  await expect(network).toContainText('PROMISC')
  await network.getByText('Ping and traceroute').click()
  await expect(page.getByTestId('traces')).toContainText('library.airnews.net')
})

test('the report is written and says what was found', async () => {
  const file = join(bench.folder, 'report.html')
  await bench.app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path })
  }, file)
  await panel('report')
  await page.getByTestId('export-html').click()
  await page.getByTestId('export-ok').click()
  await expect(page.getByTestId('export-done')).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => existsSync(file)).toBe(true)
  const html = readFileSync(file, 'utf8')
  for (const words of ['apollo.olympus.net', 'Password guessed over ssh', 'nscdd', '203.0.113.66', 'SHA-256'])
    expect(html).toContain(words)
  expect(html).not.toMatch(/<script/i)
})

test('the same report as PDF, printed by the window', async () => {
  const file = join(bench.folder, 'report.pdf')
  await panel('report')
  await page.getByTestId('export-pdf').click()
  await page.getByTestId('report-path').fill(file)
  await page.getByTestId('export-ok').click()
  await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true)
  const pdf = readFileSync(file)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.length).toBeGreaterThan(50_000)
})

test('both themes, and a small window', async () => {
  await bench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(900, 600))
  await panel('overview')
  await expect(page.getByTestId('panel-overview')).toContainText('apollo.olympus.net')
  await page.getByTestId('theme').click()
  await expect(page.getByTestId('status')).toBeVisible()
})
