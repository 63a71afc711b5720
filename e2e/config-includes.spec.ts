/** A host with rsyslog: several files that are read as one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch } from './launch'

test('reads includes together, follows a link, and keeps an edit while another file is open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-config-'))
  const host = join(folder, 'web1')
  mkdirSync(join(host, 'etc', 'rsyslog.d'), { recursive: true })
  mkdirSync(join(host, 'var', 'log'), { recursive: true })
  writeFileSync(join(host, 'etc', 'hostname'), 'web1\n')
  writeFileSync(
    join(host, 'var', 'log', 'secure'),
    'Mar  4 09:12:44 web1 sshd[811]: Accepted password for root from 192.0.2.7 port 50022 ssh2\n',
  )
  writeFileSync(
    join(host, 'etc', 'rsyslog.conf'),
    '$FileCreateMode 0640\nauthpriv.*   /var/log/secure\n$IncludeConfig /etc/rsyslog.d/*.conf\n',
  )
  writeFileSync(join(host, 'etc', 'rsyslog.d', '10-remote.conf'), 'authpriv.*   @@loghost:6514;Mine\n')
  writeFileSync(join(host, 'etc', 'rsyslog.d', 'old.bak'), 'kern.* stop\n')
  const bench = await launch({ args: [host] })
  try {
    const { page } = bench
    await page.getByTestId('import-ok').click({ timeout: 60_000 })
    await expect(page.getByTestId('panel-overview')).toBeVisible({ timeout: 60_000 })
    await page.getByTestId('rail-config').click()
    const panel = page.getByTestId('panel-config')
    await expect(panel.locator('.view-lines').first()).toContainText('IncludeConfig', { timeout: 30_000 })
    await expect(page.getByTestId('problem-refused-action')).toContainText('the template Mine is not defined')
    await expect(page.getByTestId('problem-never-included')).toContainText('old.bak')
    await panel
      .locator('.detected-link')
      .first()
      .click({ modifiers: ['Control'] })
    await expect(page.getByTestId('config-file-/etc/rsyslog.d/10-remote.conf')).toHaveAttribute('aria-current', 'true')
    await panel.locator('.view-lines').first().click()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('authpriv.*   @@loghost:6514')
    await expect(page.getByTestId('problem-refused-action')).toHaveCount(0)
    await page.getByTestId('config-file-/etc/rsyslog.conf').click()
    await expect(page.getByTestId('config-file-/etc/rsyslog.d/10-remote.conf')).toContainText('10-remote.conf')
    await expect(page.getByTestId('config-file-/etc/rsyslog.d/10-remote.conf').getByRole('img')).toBeVisible()
    await page.getByTestId('config-tab-simulator').click()
    await expect(page.getByTestId('config-fired')).toContainText('/var/log/secure, @@loghost:6514')
    expect(bench.errors).toEqual([])
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
