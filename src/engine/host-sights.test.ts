/** What the probes of packages, jobs and services tell correlation: the sights, which the golden files do not hold. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProbe } from './parse/run-probe'
import { probes } from './registry'
import { CONTEXT } from './testing'

const sights = (id: string, name: string, path = name) =>
  runProbe(probes.get(id)!, readFileSync(join(import.meta.dirname, '../../fixtures', id, name)), { ...CONTEXT, path })
    .sights as unknown as Record<string, unknown>[]

describe('packages', () => {
  it('are told by what is installed, not by what could be', () => {
    expect(sights('apt_list', 'debian.txt').map((s) => s['name'])).toEqual(['adduser', 'openssh-server', 'xmrig'])
    expect(sights('yum_list', 'centos.txt')[1]).toMatchObject({
      manager: 'rpm',
      name: 'NetworkManager-config-server-with-a-long-name',
      version: '1:1.18.4-3.el7',
    })
  })
})

describe('jobs', () => {
  it('carry their account, from the table, its path, or the tool', () => {
    expect(sights('crontab', 'etc-crontab.txt')[0]).toMatchObject({ of: 'job', kind: 'cron', user: 'root' })
    expect(sights('crontab', 'user.txt', 'var/spool/cron/crontabs/alice')[0]).toMatchObject({ user: 'alice' })
    expect(sights('at_job', 'a000050187a5c0')).toMatchObject([{ kind: 'at', user: 'alice', schedule: 'once' }])
    expect(sights('anacrontab', 'debian.txt').map((s) => s['command'])).toHaveLength(3)
  })
})

describe('services', () => {
  it('are enabled, running or neither, and unknown where the view does not say', () => {
    const units = sights('systemctl_units', 'debian.txt')
    expect(units.map((s) => [s['name'], s['running'], s['enabled']])).toEqual([
      ['apache2.service', false, null],
      ['cron.service', true, null],
      ['display-manager.service', false, null],
      ['ssh-keygen.service', false, null],
      ['user@1000.service', true, null],
    ])
    expect(sights('systemctl_unit_files', 'presets.txt').map((s) => s['enabled'])).toEqual([
      null,
      true,
      false,
      true,
      false,
      true,
    ])
    expect(sights('service_status', 'debian.txt').map((s) => s['running'])).toEqual([true, false, null, true])
    expect(sights('chkconfig', 'centos6.txt').map((s) => s['enabled'])).toEqual([true, true, false, false, true])
  })
  it('of inetd and xinetd name their program', () => {
    expect(sights('xinetd', 'telnet.txt')[1]).toMatchObject({ name: 'back', enabled: true, program: '/bin/sh' })
    expect(sights('inetd_conf', 'openbsd.txt').at(-1)).toMatchObject({ name: '31337', program: '/bin/sh (sh -i)' })
    expect(sights('inetd_conf', 'openbsd.txt')[2]).toMatchObject({ name: 'telnet', enabled: false })
  })
})
