/** Bundles as they come, each made here, through the whole engine: who owns what, what was seen, what could not be seen. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { type ImportReport, NO_FILTER, type TablePage } from '../shared/model'
import { tarOf } from './archive/testing/make'
import { createEngine, type Engine } from './engine'

const context = () => ({ signal: new AbortController().signal })
const HEADER = { name: 'x', number: '', examiner: '', evidenceNumber: '' }
const made: { engine: Engine; folder: string }[] = []
afterEach(async () => {
  for (const { engine, folder } of made.splice(0)) {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

interface Imported {
  readonly engine: Engine
  readonly report: ImportReport
  readonly rows: (table: string) => Promise<Record<string, unknown>[]>
  /** Limits of the capture, as `topics: sentence`. */
  readonly limits: readonly string[]
}

/** Writes files (or links, `-> target`) below a folder of that name, and imports it into a new case. */
async function imported(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<Imported> {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-bundles-'))
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, name, path)
    mkdirSync(dirname(at), { recursive: true })
    if (typeof content === 'string' && content.startsWith('-> ')) symlinkSync(content.slice(3), at)
    else writeFileSync(at, content)
  }
  const engine = createEngine({ push: () => {} })
  made.push({ engine, folder })
  await engine.handlers.openCase({ path: join(folder, 'case.vestigo'), create: HEADER }, context())
  const report = await engine.handlers.importBundle({ paths: [join(folder, name)] }, context())
  const rows = async (table: string) => {
    const page: TablePage = await engine.handlers.rows({ table, first: 0, count: 500 }, context())
    return page.rows.map((row) => Object.fromEntries(page.columns.map((c, i) => [c.name, row[i]])))
  }
  const limits = report.captures.flatMap((c) => c.blind.map((l) => `${l.about.join(',')}: ${l.says}`))
  return { engine, report, rows, limits }
}

const UAC_LOG =
  '2025-03-04 09:00:00 +0100 INF Hostname: web01\n2025-03-04 09:00:00 +0100 INF Time zone: Europe/Paris\n2025-03-04 09:00:00 +0100 INF Running as: root\n2025-03-04 09:00:01 +0100 INF Global condition \'command_exists "ss"\' not satisfied. Skipping...\n'
const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41422 1 0000000000000000 100 0 0 10 0                     
`
const FD = `total 0
dr-x------ 2 web web  4 Mar  4 09:00 .
dr-xr-xr-x 9 web web  0 Mar  4 09:00 ..
lrwx------ 1 web web 64 Mar  4 09:00 0 -> /dev/null
lrwx------ 1 web web 64 Mar  4 09:00 3 -> socket:[41422]
`
const PS = `UID          PID    PPID  C STIME TTY          TIME CMD
root           1       0  0 Mar03 ?        00:00:01 /sbin/init
root           2       0  0 Mar03 ?        00:00:00 [kthreadd]
web          233       1  0 08:00 ?        00:00:00 /opt/app/listener --port 8080
`
const LOG = (n: number) =>
  Array.from(
    { length: n },
    (_, i) =>
      `Mar  4 08:0${i % 10}:00 web01 sshd[77]: Failed password for root from 203.0.113.9 port ${4000 + i} ssh2\n`,
  ).join('')

describe('UAC', () => {
  it('ties a socket without an owner to the process that holds its inode', async () => {
    const { rows, limits } = await imported('uac-web01-linux-20250304090000', {
      'uac.log': UAC_LOG,
      'live_response/network/proc_net_tcp.txt': TCP,
      'live_response/process/proc/233/fd.txt': FD,
      'live_response/process/ps_-ef.txt': PS,
    })
    const [socket] = await rows('sockets')
    expect(socket).toMatchObject({ local_port: 8080, state: 'LISTEN', pid: 233, inode: 41422 })
    expect(limits).toContain('sockets: Not on the host, so not run: `ss`.')
    expect(limits.join('\n')).toContain('open_files,sockets: Open files are known of 1 of 2 processes')
    expect(limits.join('\n')).not.toContain('No view of sockets names their owners')
  })
})

describe('facts', () => {
  it('are the same whatever the order of the members: the host after the log of its collector', async () => {
    const files = {
      'uac.log': UAC_LOG,
      'live_response/system/date.txt': 'Tue Mar  4 08:30:00 UTC 2025\n',
      'live_response/process/ps_-ef.txt': PS,
    }
    const { report } = await imported('uac-web01-linux-20250304090000', files)
    expect(report.captures[0]?.capturedAt).toBe(Date.UTC(2025, 2, 4, 8, 30) * 1000)
  })
})

describe('sosreport', () => {
  const ROOT = 'sosreport-web01-2025-03-04-abcdefg'
  it('reads the end of a log in its place, and says beside the logs that it is the end', async () => {
    const { engine, report, rows, limits } = await imported('bundle', {
      [`${ROOT}/sos_commands/host/hostname`]: 'web01\n',
      [`${ROOT}/sos_commands/multipath/multipath_-v4_-ll`]: LOG(3),
      [`${ROOT}/sos_commands/logs/journalctl_--no-pager`]: LOG(4),
      [`${ROOT}/sos_strings/logs/var.log.secure.tailed`]: LOG(5),
      [`${ROOT}/var/log/secure`]: '-> ../../sos_strings/logs/var.log.secure.tailed',
      [`${ROOT}/sos_logs/sos.log`]: '2025-03-04 09:00:00,776 INFO: [plugin:date] added cmd output\n',
      [`${ROOT}/sys/module/zfs/parameters/zfs_txg_history`]: '100\n',
    })
    expect(report.captures[0]).toMatchObject({ kind: 'sosreport' })
    const artifacts = await engine.handlers.artifacts({}, context())
    const parser = (end: string) => artifacts.find((a) => a.path.endsWith(end))?.parser
    expect(parser('secure.tailed')).toBe('rfc3164')
    expect(parser('journalctl_--no-pager')).toBe('rfc3164')
    expect(parser('multipath_-v4_-ll')).toBeNull()
    expect(parser('zfs_txg_history')).toBeNull()
    expect(limits.find((l) => l.includes('only its end'))).toMatch(/^logs: Cut short: .*var\.log\.secure\.tailed/)
    expect((await rows('ssh_auth')).length).toBe(9)
    // What the collector logged was caused by the examination.
    const page = await engine.handlers.events(
      {
        filter: NO_FILTER,
        first: 0,
        count: 50,
      },
      context(),
    )
    expect(new Set(page.rows.filter((e) => e.examiner).map((e) => e.text))).toEqual(
      new Set(['INFO: [plugin:date] added cmd output']),
    )
    const { clear } = await engine.handlers.findings({}, context())
    expect(clear.find((c) => c.rule === 'logging_stopped')?.limits.join(' ')).toContain('only its end')
    expect(clear.find((c) => c.rule === 'second_root_account')).toBeUndefined()
  })

  it('keeps what was seen in another network namespace out of the interfaces of the host', async () => {
    const link = (index: number, mac: string) =>
      `${index}: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\n    link/ether ${mac} brd ff:ff:ff:ff:ff:ff promiscuity 1 \n`
    const { rows } = await imported('bundle', {
      [`${ROOT}/sos_commands/host/hostname`]: 'web01\n',
      [`${ROOT}/sos_commands/networking/ip_-d_link`]: link(2, '02:00:00:00:00:01').replace(
        'promiscuity 1',
        'promiscuity 0',
      ),
      [`${ROOT}/sos_commands/networking/ip_netns_exec_blue_ip_-d_link`]: link(7, '02:00:00:00:00:99'),
    })
    expect(await rows('interfaces')).toMatchObject([{ name: 'eth0', mac: '02:00:00:00:00:01', promiscuity: 0 }])
    expect((await rows('ip_link')).length).toBe(2)
  })
})

describe('a copy of a file system', () => {
  it('takes neither the accounts nor the name of a container or a backup for its own', async () => {
    const passwd = (name: string) => `root:x:0:0:root:/root:/bin/bash\n${name}:x:0:0::/:/bin/sh\n`
    const { engine, report, rows, limits } = await imported('web01', {
      'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n',
      'etc/passwd-': passwd('removed'),
      'etc/hostname': 'web01\n',
      'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nID=debian\n',
      'etc/localtime': '-> /usr/share/zoneinfo/Europe/Paris',
      'var/lib/docker/overlay2/3f/diff/etc/passwd': passwd('inner'),
      'var/lib/docker/overlay2/3f/diff/etc/hostname': 'container9\n',
      'var/lib/docker/overlay2/3f/diff/etc/localtime': '-> /usr/share/zoneinfo/Asia/Tokyo',
      'var/log/auth.log': LOG(3),
      'usr/bin/true': Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]),
    })
    expect(report.captures[0]).toMatchObject({ kind: 'root_copy', zone: 'Europe/Paris' })
    const info = await engine.handlers.caseInfo({}, context())
    expect(info?.hosts.map((h) => h.name)).toEqual(['web01'])
    expect((await rows('accounts')).map((r) => r['name'])).toEqual(['root', 'alice'])
    expect((await rows('passwd')).length).toBe(6)
    const { findings } = await engine.handlers.findings({}, context())
    expect(findings.filter((f) => f.rule === 'second_root_account')).toEqual([])
    expect(report.unread).toEqual([{ path: 'usr/bin/true', reason: 'A program or library (ELF): kept, not read.' }])
    expect(limits.join('\n')).toContain(
      'processes,sockets,open_files: Nothing that was captured of this host shows its running processes, its sockets or its open files.',
    )
  })
})

describe('a folder with archives in it', () => {
  it('opens each as evidence of its own, and only where the folder is no bundle itself', async () => {
    const tar = tarOf([
      { name: 'uac.log', data: Buffer.from(UAC_LOG) },
      { name: 'live_response/process/ps_-ef.txt', data: Buffer.from(PS) },
    ])
    const { report, engine, rows } = await imported('case', {
      'uac-web01-linux-20250304090000.tar.gz': gzipSync(tar),
      'uac-web01-linux-20250304090000.log':
        'Created by UAC (Unix-like Artifacts Collector) 3.3.0\n\n[System Information]\nHostname: web01\n',
      'sub/broken.zip': Buffer.from('PK\u0003\u0004'),
      'pointer.tar.gz': `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12\n`,
    })
    expect(report.captures.map((c) => c.kind).sort()).toEqual(['loose', 'uac'])
    expect((await engine.handlers.caseInfo({}, context()))?.hosts.map((h) => h.name)).toEqual(['web01'])
    expect((await rows('processes')).length).toBe(3)
    expect(report.unread.map((u) => u.path)).toEqual(['pointer.tar.gz'])
    expect(report.truncated.map((t) => t.path)).toContain('broken.zip')
    const inside = await imported('sosreport-a', {
      'sosreport-a-2025-03-04-abcdefg/sos_commands/host/hostname': 'a\n',
      'sosreport-a-2025-03-04-abcdefg/sos_reports/manifest.json': '{}',
      'sys.tgz': gzipSync(tar),
    })
    expect(inside.report.captures.map((c) => c.kind)).toEqual(['sosreport'])
  })
})

describe('captured outputs under any names', () => {
  it('name a command that the host lacks, and what is in another locale', async () => {
    const { report, limits } = await imported('outputs', {
      'a.txt': 'bash: lsof: command not found\n',
      'b.txt': 'Souhait=inconnU/Installé/suppRimé/Purgé/H=à garder\n',
      'c.txt': PS,
      'd.txt': '',
      'e.txt':
        'proc on /proc type proc (rw,nosuid,nodev,noexec,relatime,hidepid=2)\ntmpfs on /run type tmpfs (rw,nosuid,nodev)\n/dev/sda1 on / type ext4 (rw,relatime)\n',
    })
    expect(limits).toContain('open_files,sockets: Not on the host: `lsof`.')
    expect(limits.find((l) => l.includes('hidepid=2'))).toMatch(/^processes,open_files,sockets: /)
    expect(report.unread.map((u) => u.path)).toEqual(['a.txt', 'b.txt'])
    expect(report.unread[1]!.reason).toContain('in another locale (fr, French)')
  })

  it('read text in UTF-16 and with CRLF as any other', async () => {
    const { rows, report } = await imported('outputs', {
      'utf16.txt': Buffer.from(`\ufeff${PS.replaceAll('\n', '\r\n')}`, 'utf16le'),
    })
    expect((await rows('processes')).map((r) => r['pid'])).toEqual([1, 2, 233])
    expect(report.coverage.unparsed).toBe(0)
  })
})

describe('what is not of a Unix host', () => {
  it('is kept, and refused by name', async () => {
    const { report, engine } = await imported('kape', {
      'C/Windows/System32/winevt/Logs/Security.evtx': Buffer.from('ElfFile\0'),
      'C/Users/a/NTUSER.DAT': Buffer.from('regf'),
    })
    expect(report.unread).toMatchObject([{ path: 'kape' }])
    expect(report.unread[0]!.reason).toContain('Windows host')
    expect(report.coverage).toEqual({ rows: 0, noise: 0, unparsed: 0 })
    const artifacts = await engine.handlers.artifacts({}, context())
    expect(artifacts.every((a) => a.state === 'kept' && a.sha256 !== null && a.notRead !== null)).toBe(true)
  })
})
