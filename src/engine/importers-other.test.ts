import { describe, expect, it } from 'vitest'
import { limitOf } from '../shared/limits'
import { about, open, view } from './importers-testing'
import { importers } from './registry'

describe('Insights', () => {
  const spec = (object: object, errors: readonly string[] = []) =>
    JSON.stringify({ name: 'x', errors, results: [{ type: 'CommandOutputProvider', object }] })
  const insights = open(
    'insights',
    view({
      'insights-web01-20250304091244/insights_archive.txt': '',
      'insights-web01-20250304091244/data/insights_commands/ps_auxww': '',
      'insights-web01-20250304091244/data/insights_commands/lsof': '',
      'insights-web01-20250304091244/data/etc/hosts': '',
      'insights-web01-20250304091244/meta_data/insights.specs.Specs.ps_auxww.json': spec({
        rc: 0,
        cmd: '/bin/ps auxww',
        relative_path: 'insights_commands/ps_auxww',
      }),
      'insights-web01-20250304091244/meta_data/insights.specs.Specs.lsof.json': spec({
        rc: 124,
        cmd: '/usr/sbin/lsof',
        relative_path: 'insights_commands/lsof',
      }),
      'insights-web01-20250304091244/meta_data/insights.specs.Specs.docker.json': spec({}, [
        "ContentException: 'docker ps' command not found",
      ]),
      'insights-web01-20250304091244/meta_data/insights.specs.Specs.broken.json': '{',
    }),
  )
  const at = (path: string) => insights.member(`insights-web01-20250304091244/${path}`)

  it('takes commands from the metadata, and files of the host at their place', () => {
    expect(at('data/insights_commands/ps_auxww').command).toBe('/bin/ps auxww')
    expect(at('data/insights_commands/uname_-a').command).toBe('uname -a')
    expect(at('data/etc/hosts').hostPath).toBe('/etc/hosts')
    expect(at('insights_archive.txt').collector).toBe(true)
    expect(insights.facts.host).toBe('web01')
  })

  it('says what it could not see', () => {
    expect(at('data/insights_commands/lsof').cut).toContain('time limit')
    expect(about(insights, 'no output of netstat or ss')).toEqual(['sockets'])
    expect(about(insights, '`docker ps`')).toEqual(['containers'])
  })

  it('reads the older layout', () => {
    const old = open(
      'insights',
      view({ 'host_01/insights_commands/netstat_-neopa': '', 'host_01/etc/hosts': '', 'host_01/branch_info': '{}' }),
    )
    expect(old.member('host_01/insights_commands/netstat_-neopa').command).toBe('netstat -neopa')
    expect(old.member('host_01/etc/hosts').hostPath).toBe('/etc/hosts')
    expect(old.member('host_01/branch_info').collector).toBe(true)
    expect(about(old, 'no output of netstat')).toBeNull()
  })
})

describe('copies and other collections', () => {
  it('a copy of a file system begins where its etc lies', () => {
    const copy = open(
      'root_copy',
      view(
        { 'x/etc/passwd': '', 'x/etc/hostname': '', 'x/bin/sh': '', 'x/var/log/syslog': '' },
        { 'x/etc/localtime': '/usr/share/zoneinfo/Asia/Tokyo' },
      ),
    )
    expect(copy.root).toBe('x/')
    expect(copy.facts.zone).toBe('Asia/Tokyo')
    expect(copy.member('x/var/log/syslog').hostPath).toBe('/var/log/syslog')
  })

  it('files that Velociraptor took of a Linux host are read at their place', () => {
    const linux = open(
      'velociraptor',
      view({
        'client_info.json': '{"Hostname":"web01","OS":"linux"}',
        'results/Linux.Sys.Users.json': '',
        'uploads/auto/var/log/a%20b.log': '',
      }),
    )
    expect(linux.refused).toBeUndefined()
    expect(linux.facts.host).toBe('web01')
    expect(linux.member('uploads/auto/var/log/a%20b.log').hostPath).toBe('/var/log/a b.log')
  })

  it('Windows and encrypted collections are refused by name', () => {
    const windows = { 'Generic.Client.Info/BasicInformation.json': '{"Hostname":"PC1","OS":"windows"}\n{"x":1}\n' }
    expect(open('velociraptor', view(windows)).refused).toContain('Velociraptor collection of a Windows host (PC1)')
    expect(open('velociraptor', view({ 'client_info.json': '', 'uploads/auto/C%3A/x': '' })).refused).toContain(
      'Windows',
    )
    expect(open('velociraptor', view({ 'metadata.json': '[{"Scheme": "X509"}]' })).refused).toContain(
      'encrypted Velociraptor collection (X509)',
    )
    expect(open('windows', view({ 'Security.evtx': '' })).refused).toContain('event logs of a Windows host')
    expect(
      open('windows', view({ '2025-03-04T091244_ConsoleLog.txt': '', 'C/Users/a/NTUSER.DAT': '' })).refused,
    ).toContain('KAPE')
  })
})

describe('hostile bundles', () => {
  const odd = Array.from({ length: 20_000 }, (_, i) => `${'x/'.repeat(i % 7)}${i}/etc/passwd`)
  const paths = [
    ...odd,
    ...odd.map((p) => p.replace('etc/passwd', 'var/log/messages')),
    ...Array.from({ length: 20_000 }, (_, i) => `sos_commands/${i}/live_response/uac.log/insights_commands/${i}`),
    'a/'.repeat(2000),
    '',
    '/',
  ]
  it('are recognised in time that grows with their size', () => {
    for (const [id, importer] of importers) {
      const confidence = importer.recognise(paths)
      expect(confidence >= 0 && confidence <= 1, id).toBe(true)
    }
  })

  it.each([...importers])('are opened by %s whatever their files hold', (_, importer) => {
    const junk = ['{"a":'.repeat(5000), '\u0000'.repeat(5000), "CMD ss 2> x'".repeat(5000), '|'.repeat(50_000), '']
    for (const text of junk) {
      const reading = importer.open({
        name: text.slice(0, 200),
        paths: [
          ...paths.slice(0, 500),
          'uac.log',
          'bodyfile/bodyfile.txt',
          'sos_reports/manifest.json',
          'sos_logs/sos.log',
          'client_info.json',
          'meta_data/insights.x.json',
          'blacklist_report',
          'vestigo-collection.json',
          'footprint.jsonl',
        ],
        read: () => text,
        link: () => text,
      })
      for (const path of paths.slice(-400)) {
        const role = reading.member(path)
        expect(role.hostPath === null || role.hostPath.startsWith('/')).toBe(true)
      }
      for (const limit of (reading.facts.blind ?? []).map(limitOf)) expect(typeof limit.says).toBe('string')
    }
  })
})
