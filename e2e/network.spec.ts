/** What the network panel makes of captures that were taken twice: protocol counters, and a path with a router that limits its answers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch } from './launch'

const statistics = (received: number, resets: number) =>
  `Ip:\n    Forwarding: 2\n    ${received} total packets received\nTcp:\n    ${resets} resets sent\n    9 connections established\n`
const TRACE = `traceroute to far.example.net (198.51.100.9), 30 hops max, 60 byte packets
 1  gw.example.net (192.0.2.1)  0.412 ms  0.301 ms  0.288 ms
 2  core.example.net (203.0.113.1)  9.1 ms * *
 3  far.example.net (198.51.100.9)  91.0 ms  90.8 ms  91.2 ms
`

test.setTimeout(180_000)

test('counters of two samples are compared, and rate limited answers are not called loss', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-network-'))
  const bundle = join(folder, 'capture')
  mkdirSync(bundle)
  writeFileSync(join(bundle, '1-netstat-s.txt'), statistics(1000, 4))
  writeFileSync(join(bundle, '2-netstat-s.txt'), statistics(1500, 90))
  writeFileSync(join(bundle, 'traceroute.txt'), TRACE)
  const bench = await launch({ args: [bundle] })
  try {
    const { page } = bench
    await page.getByTestId('import-dialog').getByTestId('import-ok').click({ timeout: 60_000 })
    await expect(page.getByTestId('panel-overview')).toBeVisible({ timeout: 60_000 })
    await page.getByTestId('rail-network').click()
    const network = page.getByTestId('panel-network')
    await network.getByText('Protocol counters').click()
    const counters = page.getByTestId('counters')
    await expect(counters).toContainText('2 samples', { timeout: 30_000 })
    await expect(counters.getByRole('row').nth(1)).toContainText('total_packets_received')
    await expect(counters.getByRole('row').nth(1)).toContainText('+500')
    await expect(counters.getByRole('row').nth(2)).toContainText('+86')
    await network.getByText('Ping and traceroute').click()
    const traces = page.getByTestId('traces')
    await expect(traces).toContainText('ICMP rate limiting), nothing is lost here')
    await expect(traces).toContainText('a long line')
    expect(bench.errors).toEqual([])
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
