import { describe, expect, it } from 'vitest'
import { limitOf } from '../shared/limits'
import { about, best, open, view } from './importers-testing'
import { importers } from './registry'

const log = (...lines: readonly string[]) => lines.map((l) => `2025-03-04 09:00:00 +0100 ${l}\n`).join('')
const UAC = view({
  'uac.log': log(
    'INF Unix-like Artifacts Collector 3.3.0',
    'INF Command line: ./uac -p ir_triage --start-date 2025-01-01 /out',
    'INF Hostname: web01',
    'INF Time zone: Europe/Paris',
    'INF Mount point: /',
    'INF Running as: alice',
    'INF Global condition \'command_exists "lsof"\' not satisfied. Skipping...',
    'INF Condition \'command_exists "podman"\' not satisfied. Skipping...',
    'CMD ss -anp 2> RTNETLINK answers: Invalid argument',
    'CMD ls -la /proc/"77"/fd 2> ls: cannot access \'/proc/77/fd\': No such file or directory',
    'ERR _find_based_collector: No such file or directory: x',
    'WRN something odd',
  ),
  'bodyfile/bodyfile.txt':
    '0|/var/log/huge.log|12|-rw-r-----|0|4|2147483648|1|2|3|4\n0|/var/log/auth.log|13|-rw-r-----|0|4|2000|1|2|3|4\n0|/srv/huge.bin|14|-rw-r-----|0|4|4147483648|1|2|3|4\n',
  'live_response/network/netstat_-anp.txt': '',
  'live_response/network/proc_net_tcp.txt': '',
  'live_response/process/proc/12/fd.txt': '',
  '[root]/var/log/auth.log': '',
})

const ROOT = 'sosreport-web01-2025-03-04-abcdefg/'
const SOS = view(
  {
    [`${ROOT}sos_commands/networking/netstat_-W_-neopa`]: '',
    [`${ROOT}sos_commands/process/lsof_-b`]: '',
    [`${ROOT}sos_commands/podman/containers/podman_logs_-t_web`]: '',
    [`${ROOT}sos_commands/process/pids_to_packages.json`]: '{}',
    [`${ROOT}sos_commands/lvm2/lvmdump/lvm/lvm.conf`]: '',
    [`${ROOT}sos_reports/manifest.json`]: JSON.stringify({
      end_time: '2025-03-04 09:00:01.5',
      cmdline: 'report --batch --since 20250301',
      components: {
        cleaner: { parsers: { ip_parser: { entries: 3 } } },
        report: {
          plugins: {
            process: {
              timeout_hit: true,
              commands: [
                { exec: "lsof -b +M -n -l -c ''", filepath: 'sos_commands/process/lsof_-b', return_code: 124 },
                { exec: 'ss -peaonmi', filepath: null, return_code: 127 },
                { exec: 'iotop -b', filepath: null, return_code: 127 },
                null,
                7,
              ],
            },
            broken: null,
          },
        },
      },
    }),
    [`${ROOT}sos_logs/sos.log`]: [
      "2025-03-04 09:00:00,776 WARNING: [plugin:networking] skipped command 'ss -peaonmi': required kmods missing: udp_diag.  Use '--allow-system-changes' to enable collection.",
      '2025-03-04 09:00:00,776 ERROR: caught exception in plugin method "networking.setup()"',
      "2025-03-04 09:00:00,776 INFO: [plugin:logs] skipping '/var/log/messages-20250301' over size limit",
    ].join('\n'),
    [`${ROOT}etc/hosts`]: '',
    [`${ROOT}sos_strings/logs/var.log.messages.tailed`]: '',
    'sosreport-host0-2025-03-04-abcdefg-private_map': '{"hostname_map": {"web01": "host0"}}',
  },
  {
    [`${ROOT}etc/localtime`]: '../usr/share/zoneinfo/Europe/Paris',
    [`${ROOT}var/log/messages`]: '../../sos_strings/logs/var.log.messages.tailed',
  },
)

describe('recognition by paths', () => {
  it.each([
    ['uac', UAC.paths],
    ['uac', UAC.paths.map((p) => `uac-web01-linux-20250304090000/${p}`)],
    ['uac', ['[root]/etc/passwd', '[root]/var/log/syslog', 'uac.log']],
    ['sosreport', SOS.paths],
    ['insights', ['host_01/insights_commands/ps_aux', 'host_01/etc/hosts', 'host_01/branch_info']],
    [
      'insights',
      [
        'insights-a/insights_archive.txt',
        'insights-a/data/insights_commands/ps_auxww',
        'insights-a/meta_data/insights.specs.Specs.ps_auxww.json',
      ],
    ],
    ['root_copy', ['etc/passwd', 'etc/os-release', 'var/log/syslog', 'usr/bin/ls', 'home/alice/.bash_history']],
    [
      'root_copy',
      ['case/web01/etc/passwd', 'case/web01/etc/hostname', 'case/web01/var/log/auth.log', 'case/web01/bin/sh'],
    ],
    ['var_log', ['messages', 'secure', 'maillog', 'wtmp', 'messages.1.gz']],
    ['var_log', ['var/log/syslog', 'var/log/auth.log.1']],
    ['velociraptor', ['client_info.json', 'results/Linux.Sys.Users.json', 'uploads/auto/etc/passwd']],
    ['velociraptor', ['Generic.Client.Info/BasicInformation.json', 'Generic.Client.Info/Users.json']],
    ['velociraptor', ['metadata.json', 'data.zip']],
    [
      'windows',
      ['C/Windows/System32/config/SYSTEM', 'C/Users/a/NTUSER.DAT', 'C/Windows/System32/winevt/Logs/Security.evtx'],
    ],
    ['windows', ['Security.evtx']],
    ['loose', ['a.txt', 'b.txt', 'netstat.out']],
    ['loose', ['etc/passwd', 'ps.txt', 'netstat.txt']],
    ['loose', ['etc/passwd', 'etc/hostname', 'bin/sh', 'ps-ef.txt', 'lsof.txt']],
    ['loose', []],
  ])('%s', (id, paths) => {
    expect(best(paths)).toBe(id)
  })
})

describe('UAC', () => {
  const uac = open('uac', UAC)
  it('tells host, zone and moment of the capture', () => {
    expect(uac.facts.host).toBe('web01')
    expect(uac.facts.zone).toBe('Europe/Paris')
    expect(uac.facts.capturedAt).toBe(Date.UTC(2025, 2, 4, 8) * 1000)
  })

  it('says which command printed each file, and where a copied file lay', () => {
    const command = (path: string) => uac.member(path).command
    expect(command('live_response/network/netstat_-anp.txt')).toBe('netstat -anp')
    expect(command('live_response/network/proc_net_tcp.txt')).toBe('cat /proc/net/tcp')
    expect(command('live_response/process/ps_-axo_pid_user_lstart_args.txt')).toBe('ps -axo pid,user,lstart,args')
    expect(command('live_response/process/proc/12/fd.txt')).toBe('ls -la /proc/12/fd')
    expect(command('live_response/process/proc/12/status.txt')).toBe('cat /proc/12/status')
    expect(command('live_response/process/running_processes_full_paths.txt')).toBe('ls -l /proc/[0-9]*/exe')
    expect(command('live_response/process/date_before_ps_-axo_pid_user_etime_args.txt')).toBe('date')
    expect(command('live_response/system/last_-a_-F_-f_var_log_wtmp.txt')).toBe('last -a -F -f /var/log/wtmp')
    expect(command('live_response/system/systemctl_status_timer.txt')).toBe('systemctl status *.timer')
    expect(command('system/suid.txt')).toBe('find / -perm -4000')
    expect(command('bodyfile/bodyfile.txt')).toBeNull()
    expect(uac.member('[root]/var/log/auth.log').hostPath).toBe('/var/log/auth.log')
    expect(uac.member('uac.log').collector).toBe(true)
    expect(uac.member('live_response/process/ps.txt.stderr').collector).toBe(true)
  })

  it('says what it could not see, and of what', () => {
    expect(about(uac, 'ran as alice')).toContain('sockets')
    expect(about(uac, '`lsof`')).toEqual(['open_files', 'sockets'])
    expect(about(uac, '`podman`')).toEqual(['containers'])
    expect(about(uac, 'RTNETLINK answers')).toEqual(['sockets'])
    expect(about(uac, '--start-date 2025-01-01')).toContain('logs')
    expect(about(uac, '/var/log/huge.log (2.0 GiB)')).toEqual(['logs'])
    expect(about(uac, '/srv/huge.bin')).toBeNull()
    expect(about(uac, '/proc/77/fd')).toBeNull()
    expect(about(uac, '_find_based_collector')).toBeNull()
    expect(about(uac, 'something odd')).not.toBeNull()
  })

  it('reads the log of 2.x, whose levels are whole words, and the errors beside the outputs', () => {
    const old = open(
      'uac',
      view({
        'uac.log': log('INFO Hostname: db1', 'INFO Running as: root', 'ERROR cannot do it', 'COMMAND netstat -an'),
        'live_response/network/netstat_-anp.txt': '',
        'live_response/network/netstat_-anp.txt.stderr': '(Not all processes could be identified)',
      }),
    )
    expect(old.facts.host).toBe('db1')
    expect(about(old, 'cannot do it')).not.toBeNull()
    expect(about(old, 'Not all processes could be identified')).toEqual(['sockets'])
    expect(about(old, 'ran as')).toBeNull()
  })

  it('takes paths of a mounted image for those of its host', () => {
    const image = open(
      'uac',
      view({ 'uac.log': log('INF Mount point: /mnt/image'), '[root]/mnt/image/etc/passwd': '' }),
    )
    expect(image.member('[root]/mnt/image/etc/passwd').hostPath).toBe('/etc/passwd')
    expect(about(image, 'mounted on /mnt/image')).toContain('processes')
  })

  it('is named by its archive when its log is gone', () => {
    const bare = open(
      'uac',
      view(
        { 'live_response/process/ps.txt': '', '[root]/etc/hosts': '' },
        {},
        'uac-web02.example.net-linux-20250304090000.tar.gz',
      ),
    )
    expect(bare.facts.host).toBe('web02.example.net')
    expect(about(bare, 'uac.log is not in the bundle')).toEqual([])
  })
})

describe('sosreport', () => {
  const sos = open('sosreport', SOS)
  it('takes commands from the manifest first, from names second', () => {
    expect(sos.root).toBe(ROOT)
    const command = (path: string) => sos.member(ROOT + path).command
    expect(command('sos_commands/process/lsof_-b')).toBe("lsof -b +M -n -l -c ''")
    expect(command('sos_commands/networking/netstat_-W_-neopa')).toBe('netstat -W -neopa')
    expect(command('sos_commands/logs/ls_-alRh_.var.log')).toBe('ls -alRh /var/log')
    expect(command('sos_commands/podman/containers/podman_logs_-t_web')).toBe('podman logs -t web')
    expect(command('sos_commands/lvm2/lvmdump/lvm/lvm.conf')).toBeNull()
    expect(command('sos_commands/process/pids_to_packages.json')).toBeNull()
    expect(sos.member(`${ROOT}etc/hosts`).hostPath).toBe('/etc/hosts')
  })

  it('knows the end of a file for the file that it was taken from', () => {
    const tailed = sos.member(`${ROOT}sos_strings/logs/var.log.messages.tailed`)
    expect(tailed.hostPath).toBe('/var/log/messages')
    expect(tailed.cut).toContain('only its end')
    expect(sos.member(`${ROOT}sos_commands/process/lsof_-b`).cut).toContain('time limit')
  })

  it('reads the local time of the end in the zone of the host', () => {
    expect(sos.facts.zone).toBe('Europe/Paris')
    expect(sos.facts.capturedAt).toBe(Date.UTC(2025, 2, 4, 8, 0, 1, 500) * 1000)
    expect(sos.facts.host).toBe('web01')
  })

  it('says what it could not see, and of what', () => {
    expect(about(sos, 'plugin process at its time limit')).toEqual(['processes', 'open_files'])
    expect(about(sos, 'cut off `lsof')).toEqual(['open_files', 'sockets'])
    expect(about(sos, 'Not found on the host: `ss -peaonmi`.')).toEqual(['sockets'])
    expect(about(sos, 'Not found on the host: `iotop -b`.')).toEqual(['machine'])
    expect(about(sos, 'sos left out `ss -peaonmi`: required kmods missing: udp_diag.')).toEqual(['sockets'])
    expect(about(sos, 'The plugin networking of sos failed')).toContain('interfaces')
    expect(about(sos, '/var/log/messages-20250301')).toEqual(['logs'])
    expect(about(sos, '--since 20250301')).toEqual(['logs'])
    expect(about(sos, 'obfuscated by sos clean')).toEqual([])
    expect(about(sos, 'host0 is web01')).toEqual([])
  })

  it('says that it stops at so many processes', () => {
    const paths = Array.from({ length: 2048 }, (_, i) => [`${ROOT}proc/${i + 1}/status`, ''])
    const many = open('sosreport', view(Object.fromEntries([...paths, [`${ROOT}sos_commands/host/uptime`, '']])))
    expect(about(many, 'first 2048 processes')).toEqual(['processes', 'open_files'])
    expect(about(sos, 'first 2048 processes')).toBeNull()
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
        blind: ['Open files: nothing answered.', { says: 'Sockets: cut.', about: ['sockets', 'nonsense'] }, 7],
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
    const blind = mine.facts.blind?.map((b) => limitOf(b).says).join('\n')
    expect(mine.facts.blind).toContainEqual({ says: 'Sockets: cut.', about: ['sockets'] })
    for (const word of ['nothing answered', '90.0 s ahead', 'has no end']) expect(blind).toContain(word)
    expect(mine.member('commands/ss_-anpe.txt')).toMatchObject({ command: 'ss -anpe', cut: 'ended after 30 s' })
    expect(mine.member('root/var/log/auth.log~2').hostPath).toBe('/var/log/auth.log')
    expect(mine.member('root/proc/1/status').hostPath).toBe('/proc/1/status')
    expect(mine.member('footprint.jsonl').collector).toBe(true)
  })

  it('takes a broken manifest as data', () => {
    for (const text of ['{', '[]', 'null', '{"components":{"report":{"plugins":[1,"x"]}}}', '\u0000']) {
      const files = { [`${ROOT}sos_commands/host/uptime`]: '', [`${ROOT}sos_reports/manifest.json`]: text }
      expect(open('sosreport', view(files)).member(`${ROOT}sos_commands/host/uptime`).command).toBe('uptime')
    }
  })
})
