import { describe, expect, it } from 'vitest'
import type { BundleView } from './define'
import { importers } from './registry'

const view = (files: Record<string, string>, links: Record<string, string> = {}): BundleView => ({
  paths: [...Object.keys(files), ...Object.keys(links)].sort(),
  read: (path) => files[path] ?? null,
  link: (path) => links[path] ?? null,
})
const best = (paths: readonly string[]) =>
  [...importers].map(([id, i]) => [id, i.recognise(paths)] as const).sort((a, b) => b[1] - a[1])[0]![0]

const UAC = view({
  'uac.log':
    '2025-03-04 09:00:00 +0100 INF Unix-like Artifacts Collector 3.3.0\n2025-03-04 09:00:00 +0100 INF Hostname: web01\n2025-03-04 09:00:00 +0100 INF Time zone: Europe/Paris\n2025-03-04 09:00:00 +0100 INF Running as: alice\n',
  'bodyfile/bodyfile.txt': '',
  'live_response/network/netstat_-anp.txt': '',
  'live_response/network/proc_net_tcp.txt': '',
  'live_response/process/proc/12/fd.txt': '',
  '[root]/var/log/auth.log': '',
})
const ROOT = 'sosreport-web01-2025-03-04-abc/'
const SOS = view(
  {
    [`${ROOT}sos_commands/networking/netstat_-W_-neopa`]: '',
    [`${ROOT}sos_commands/process/lsof_-b`]: '',
    [`${ROOT}sos_reports/manifest.json`]: JSON.stringify({
      end_time: '2025-03-04 09:00:01.5',
      components: {
        report: {
          plugins: {
            process: {
              timeout_hit: true,
              commands: [
                { exec: "lsof -b +M -n -l -c ''", filepath: 'sos_commands/process/lsof_-b', return_code: 124 },
                { exec: 'ss -peaonmi', filepath: null, return_code: 127 },
                null,
                7,
              ],
            },
            broken: null,
          },
        },
      },
    }),
    [`${ROOT}etc/hosts`]: '',
    [`${ROOT}var/log/messages.tailed`]: '',
  },
  { [`${ROOT}etc/localtime`]: '../usr/share/zoneinfo/Europe/Paris' },
)

describe('importers', () => {
  it('tells the kinds of bundle apart by their paths', () => {
    expect(best(UAC.paths)).toBe('uac')
    expect(best(UAC.paths.map((p) => `uac-web01-linux-2025/${p}`))).toBe('uac')
    expect(best(SOS.paths)).toBe('sosreport')
    expect(best(['messages', 'secure', 'maillog', 'wtmp', 'messages.1.gz'])).toBe('var_log')
    expect(best(['var/log/syslog', 'var/log/auth.log.1'])).toBe('var_log')
    expect(best(['a.txt', 'b.txt', 'netstat.out'])).toBe('loose')
    expect(best([])).toBe('loose')
  })

  it('reads a UAC collection: host, zone, capture time, and that it did not run as root', () => {
    const uac = importers.get('uac')!.open(UAC)
    expect(uac.facts.host).toBe('web01')
    expect(uac.facts.zone).toBe('Europe/Paris')
    expect(uac.facts.capturedAt).toBe(Date.UTC(2025, 2, 4, 8) * 1000)
    expect(uac.facts.blind?.join(' ')).toContain('ran as alice')
    expect(uac.member('live_response/network/netstat_-anp.txt').command).toBe('netstat -anp')
    expect(uac.member('live_response/network/proc_net_tcp.txt').command).toBe('cat /proc/net/tcp')
    expect(uac.member('[root]/var/log/auth.log').hostPath).toBe('/var/log/auth.log')
    expect(uac.member('uac.log').collector).toBe(true)
  })

  it('reads a sosreport: commands from the manifest first, from names second, and what was cut off', () => {
    const sos = importers.get('sosreport')!.open(SOS)
    expect(sos.root).toBe(ROOT)
    expect(sos.member(`${ROOT}sos_commands/process/lsof_-b`).command).toBe("lsof -b +M -n -l -c ''")
    expect(sos.member(`${ROOT}sos_commands/networking/netstat_-W_-neopa`).command).toBe('netstat -W -neopa')
    expect(sos.member(`${ROOT}etc/hosts`).hostPath).toBe('/etc/hosts')
    expect(sos.facts.zone).toBe('Europe/Paris')
    const blind = sos.facts.blind?.join('\n')
    for (const word of ['plugin process', 'cut off `lsof', 'ss -peaonmi', '.tailed']) expect(blind).toContain(word)
  })

  it('reads what Vestigo collected: host, clock, commands, what was cut, and that it has no end', () => {
    const deed = (more: object) => JSON.stringify({ vestigo: 'footprint', n: 1, tag: 't', ...more })
    const files = {
      'vestigo-collection.json': JSON.stringify({
        vestigo: 'collection',
        state: 'begun',
        host: 'web01',
        began: 1_741_079_564_000_000,
        clock: { offset: 90_000_000, band: 500, samples: 8 },
        blind: ['Open files: nothing answered.'],
      }),
      'footprint.jsonl': [
        deed({ kind: 'command', what: 'ss -anpe', member: 'commands/ss_-anpe.txt', cut: 'ended after 30 s' }),
        deed({ kind: 'file', what: '/var/log/auth.log', member: 'root/var/log/auth.log~2' }),
        '{"vestigo":"footprint","n":',
      ].join('\n'),
      'commands/ss_-anpe.txt': '',
      'root/var/log/auth.log~2': '',
      'root/proc/1/status': '',
    }
    expect(best(Object.keys(files))).toBe('collect')
    const mine = importers.get('collect')!.open(view(files))
    expect(mine.facts.host).toBe('web01')
    expect(mine.facts.capturedAt).toBe(1_741_079_654_000_000)
    const blind = mine.facts.blind?.join('\n')
    for (const word of ['nothing answered', '90.0 s ahead', 'has no end']) expect(blind).toContain(word)
    expect(mine.member('commands/ss_-anpe.txt')).toMatchObject({ command: 'ss -anpe', cut: 'ended after 30 s' })
    expect(mine.member('root/var/log/auth.log~2').hostPath).toBe('/var/log/auth.log')
    expect(mine.member('root/proc/1/status').hostPath).toBe('/proc/1/status')
    expect(mine.member('footprint.jsonl').collector).toBe(true)
  })

  it('takes a broken manifest as data', () => {
    for (const text of ['{', '[]', 'null', '{"components":{"report":{"plugins":[1,"x"]}}}', '\u0000']) {
      const files = { [`${ROOT}sos_commands/host/uptime`]: '', [`${ROOT}sos_reports/manifest.json`]: text }
      const sos = importers.get('sosreport')!.open(view(files))
      expect(sos.member(`${ROOT}sos_commands/host/uptime`).command).toBe('uptime')
    }
  })
})
