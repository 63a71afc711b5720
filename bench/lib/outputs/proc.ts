/** Large outputs about processes, open files and logins, and large files of /proc. */
import { ipv4, type Output, pad, pick, right } from './output'

type Draw = (below: number) => number
const USERS = ['root', 'www-data', 'postgres', 'alice', 'svc-bac+']
const COMMANDS = [
  '/usr/sbin/nginx -g daemon on; master_process on;',
  'nginx: worker process',
  '/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/main',
  '[kworker/0:1-events]',
  'sshd: alice [priv]',
  '/usr/bin/python3 /opt/app/server.py --port 8080 --workers 4 --log-level info',
  '-bash',
]
const STATS = ['S', 'Ss', 'R', 'I<', 'Sl', 'Ssl', 'S+']
const NAMES = ['nginx', 'sshd', 'postgres', 'java', 'systemd', 'rsyslogd', 'node']
const two = (n: number): string => String(n).padStart(2, '0')
const clock = (r: Draw): string => `${two(r(24))}:${two(r(60))}`
const hex = (n: number, width: number): string => n.toString(16).padStart(width, '0')
const tty = (r: Draw): string => (r(9) === 0 ? `pts/${r(9)}` : '?')

export const outputs: readonly Output[] = [
  {
    kind: 'ps',
    command: 'ps aux',
    jc: '--ps',
    head: ['USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND'],
    entry: (i, r) =>
      `${pad(pick(USERS, r), 8)} ${right(i + 1, 7)}  ${r(9)}.${r(9)}  ${r(9)}.${r(9)} ${right(r(1e6), 6)} ${right(r(1e5), 5)} ${pad(tty(r), 8)} ${pad(pick(STATS, r), 4)} ${r(2) ? clock(r) : `Feb${two(1 + r(28))}`}   ${r(90)}:${two(r(60))} ${pick(COMMANDS, r)}`,
  },
  {
    kind: 'ps',
    command: 'ps -ef',
    jc: '--ps',
    head: ['UID          PID    PPID  C STIME TTY          TIME CMD'],
    entry: (i, r) =>
      `${pad(pick(USERS, r), 8)} ${right(i + 1, 7)} ${right(1 + r(900), 7)}  ${r(9)} ${clock(r)} ${pad(tty(r), 8)} 00:${two(r(60))}:${two(r(60))} ${pick(COMMANDS, r)}`,
  },
  {
    kind: 'ps',
    command: 'ps -eo pid,ppid,user,lstart,args',
    jc: null,
    head: ['    PID    PPID USER                      STARTED COMMAND'],
    entry: (i, r) =>
      `${right(i + 1, 7)} ${right(1 + r(900), 7)} ${pad(pick(USERS, r), 8)} Tue Mar  4 ${clock(r)}:${two(r(60))} 2025 ${pick(COMMANDS, r)}`,
  },
  {
    kind: 'top',
    command: 'top -b -n1',
    jc: '--top',
    head: [
      'top - 22:50:37 up  1:31,  6 users,  load average: 0.40, 0.76, 1.29',
      'Tasks:  28 total,   1 running,  26 sleeping,   0 stopped,   1 zombie',
      '%Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st',
      'MiB Mem :  24103.9 total,  15968.6 free,    600.1 used,   7939.6 buff/cache',
      'MiB Swap:      0.0 total,      0.0 free,      0.0 used.  23503.8 avail Mem',
      '',
      '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
    ],
    entry: (i, r) =>
      `${right(i + 1, 7)} ${pad(pick(USERS, r), 9)} 20   0 ${right(r(1e6), 7)} ${right(r(1e5), 6)} ${right(r(9999), 6)} S   ${r(9)}.${r(9)}   ${r(9)}.${r(9)}   ${r(9)}:${two(r(60))}.${two(r(100))} ${pick(NAMES, r)}`,
  },
  {
    kind: 'pstree',
    command: 'pstree -p',
    jc: null,
    head: ['systemd(1)-+-cron(2)'],
    entry: (i, r) =>
      `           |-${pick(NAMES, r)}(${i * 2 + 3})-+-{${pick(NAMES, r)}}(${i * 2 + 4})\n           |               \`-{${pick(NAMES, r)}}(${i * 2 + 5})`,
  },
  {
    kind: 'lsof',
    command: 'lsof -nP',
    jc: '--lsof',
    head: ['COMMAND     PID   TID TASKCMD       USER  FD      TYPE             DEVICE  SIZE/OFF       NODE NAME'],
    entry: (i, r) => {
      const lead = `${pad(pick(NAMES, r), 9)} ${right(1 + (i >> 4), 5)}${' '.repeat(14)}${right(pick(USERS, r).slice(0, 8), 11)}`
      const row = (
        fd: string,
        type: string,
        device: string,
        size: string | number,
        node: string | number,
        name: string,
      ) => `${lead} ${pad(fd, 4)}${right(type, 9)} ${right(device, 18)} ${right(size, 9)} ${right(node, 10)} ${name}`
      const n = i % 16
      if (n === 0) return row('cwd', 'DIR', '254,0', 4096, 2, '/')
      if (n === 1) return row('txt', 'REG', '254,0', r(1e7), r(1e7), '/usr/sbin/nginx')
      if (n < 10) return row('mem', 'REG', '254,0', r(1e7), r(1e7), `/usr/lib/x86_64-linux-gnu/lib${r(400)}.so.6`)
      if (n < 12)
        return row(
          ` ${n}u`,
          'IPv4',
          String(r(1e7)),
          '0t0',
          'TCP',
          `${ipv4(r)}:80->${ipv4(r)}:${1024 + r(60_000)} (ESTABLISHED)`,
        )
      if (n < 14) return row(` ${n}u`, 'unix', `0x${hex(r(2 ** 31), 16)}`, '0t0', r(1e7), 'type=STREAM (CONNECTED)')
      return row(` ${n}w`, 'REG', '254,0', r(1e7), r(1e7), `/var/log/app/${i}.log`)
    },
  },
  {
    kind: 'lsof_fields',
    command: 'lsof -F',
    jc: null,
    head: [],
    entry: (i, r) =>
      `p${i + 1}\ng${i + 1}\nR1\nc${pick(NAMES, r)}\nu0\nLroot\nfcwd\na \nl \ntDIR\nD0xfe00\ns4096\ni2\nk20\nn/\nf3\nau\nl \ntIPv4\nd${r(1e7)}\no0t0\nPTCP\nn${ipv4(r)}:80->${ipv4(r)}:${1024 + r(60_000)}\nTST=ESTABLISHED\nTQR=0\nTQS=0`,
  },
  {
    kind: 'last',
    command: 'last -F',
    jc: '--last',
    head: [],
    entry: (i, r) => {
      const day = 1 + (i % 28)
      const begun = `Feb ${right(day, 2)} ${clock(r)}:${two(r(60))} 2025`
      return `${pad(pick(USERS, r), 8)} pts/${pad(r(9), 8)} ${pad(ipv4(r), 16)} ${['Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed', 'Thu'][day % 7]} ${begun} - ${['Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed', 'Thu'][day % 7]} ${begun}  (00:${two(r(60))})`
    },
    foot: ['', 'wtmp begins Sat Feb  1 00:00:00 2025'],
  },
  {
    kind: 'who',
    command: 'who',
    jc: '--who',
    head: [],
    entry: (i, r) =>
      `${pad(pick(USERS, r), 8)} pts/${pad(i % 1000, 8)} 2025-02-${two(1 + r(28))} ${clock(r)} (${ipv4(r)})`,
  },
  {
    kind: 'w',
    command: 'w',
    jc: '--w',
    head: [
      ' 19:43:06 up 2 days, 19:32,  2 users,  load average: 0.00, 0.00, 0.00',
      'USER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT',
    ],
    entry: (i, r) =>
      `${pad(pick(USERS, r), 8)} pts/${pad(i % 1000, 4)} ${pad(ipv4(r), 16)} ${clock(r)}   ${r(60)}.00s  0.${two(r(100))}s  0.${two(r(100))}s ${pick(COMMANDS, r)}`,
  },
  {
    kind: 'finger',
    command: 'finger',
    jc: '--finger',
    head: ['Login     Name           Tty      Idle  Login Time   Office     Office Phone'],
    entry: (i, r) =>
      `${pad(pick(NAMES, r), 9)} ${pad('Alice Example', 13)}  pts/${pad(i % 1000, 5)}${right(r(60), 3)}  Feb ${right(1 + r(28), 2)} ${clock(r)} (${ipv4(r)})`,
  },
  {
    kind: 'lastlog',
    command: 'lastlog',
    jc: null,
    head: ['Username         Port     From             Latest'],
    entry: (i, r) =>
      i % 3
        ? `${pad(`user${i}`, 43)}**Never logged in**`
        : `${pad(`user${i}`, 16)} pts/${pad(r(9), 4)} ${pad(ipv4(r), 16)} Tue Mar  4 ${clock(r)}:${two(r(60))} +0000 2025`,
  },
  {
    kind: 'utmpdump',
    command: 'utmpdump',
    jc: null,
    head: [],
    entry: (i, r) => {
      const address = pad(ipv4(r), 15)
      return `[7] [${String(r(99_999)).padStart(5, '0')}] [ts/${i % 10}] [${pad(pick(NAMES, r), 8)}] [${pad(`pts/${i % 1000}`, 12)}] [${pad(address, 20)}] [${address}] [2025-02-${two(1 + r(28))}T${clock(r)}:${two(r(60))},${String(r(1e6)).padStart(6, '0')}+00:00]`
    },
  },
  {
    kind: 'proc_maps',
    command: '/proc/<pid>/maps',
    jc: '--proc-pid-maps',
    head: [],
    entry: (i, r) => {
      const at = 0x5580_0000_0000 + i * 65_536
      return `${at.toString(16)}-${(at + 4096 * (1 + r(9))).toString(16)} r-xp ${hex(r(65_536) * 4096, 8)} fe:00 ${r(1e7)}                     /usr/lib/x86_64-linux-gnu/lib${r(400)}.so.6`
    },
  },
  {
    kind: 'proc_smaps',
    command: '/proc/<pid>/smaps',
    jc: '--proc-pid-smaps',
    head: [],
    entry: (i, r) => {
      const at = 0x5580_0000_0000 + i * 65_536
      const figure = (name: string) => `${pad(`${name}:`, 16)}${right(r(9999), 8)} kB`
      return [
        `${at.toString(16)}-${(at + 4096).toString(16)} r--p 00000000 fe:00 ${r(1e7)}                     /usr/lib/systemd/systemd`,
        ...['Size', 'KernelPageSize', 'MMUPageSize', 'Rss', 'Pss', 'Shared_Clean', 'Shared_Dirty'].map(figure),
        ...['Private_Clean', 'Private_Dirty', 'Referenced', 'Anonymous', 'LazyFree', 'AnonHugePages'].map(figure),
        ...['Swap', 'SwapPss', 'Locked'].map(figure),
        'THPeligible:		0',
        'VmFlags: rd mr mw me dw sd',
      ].join('\n')
    },
  },
  {
    kind: 'proc_interrupts',
    command: '/proc/interrupts',
    jc: '--proc-interrupts',
    head: ['            CPU0       CPU1       CPU2       CPU3'],
    entry: (i, r) =>
      `${right(i, 4)}: ${[0, 0, 0, 0].map(() => right(r(1e7), 10)).join(' ')}   PCI-MSI ${1000 + i}-edge      nvme0q${r(64)}`,
  },
  {
    kind: 'proc_vmallocinfo',
    command: '/proc/vmallocinfo',
    jc: '--proc-vmallocinfo',
    head: [],
    entry: (i, r) =>
      `0xffffb3c1${hex(i * 4096, 8)}-0xffffb3c1${hex(i * 4096 + 4096, 8)}   ${right(4096 * (1 + r(9)), 6)} gen_pool_add_owner+0x42/0xc0 pages=${1 + r(9)} vmalloc N0=${1 + r(9)}`,
  },
  {
    kind: 'proc_diskstats',
    command: '/proc/diskstats',
    jc: '--proc-diskstats',
    head: [],
    entry: (i, r) => `   8 ${right(i % 256, 7)} sd${i} ${Array.from({ length: 17 }, () => r(1e6)).join(' ')}`,
  },
  {
    kind: 'proc_partitions',
    command: '/proc/partitions',
    jc: '--proc-partitions',
    head: ['major minor  #blocks  name', ''],
    entry: (i, r) => `   8 ${right(i % 256, 8)} ${right(r(1e9), 10)} sd${i}`,
  },
  {
    kind: 'proc_iomem',
    command: '/proc/iomem',
    jc: '--proc-iomem',
    head: [],
    entry: (i) => `${i % 3 ? '  ' : ''}${hex(i * 4096, 8)}-${hex(i * 4096 + 4095, 8)} : PCI Bus 0000:${two(i % 100)}`,
  },
  {
    kind: 'proc_meminfo',
    command: '/proc/meminfo',
    jc: '--proc-meminfo',
    head: ['MemTotal:        4026036 kB'],
    entry: (i, r) => `${pad(`Figure${i}:`, 15)}${right(r(1e8), 9)} kB`,
  },
  {
    kind: 'proc_vmstat',
    command: '/proc/vmstat',
    jc: '--proc-vmstat',
    head: ['nr_free_pages 32312'],
    entry: (i, r) => `figure_${i} ${r(1e9)}`,
  },
  {
    kind: 'proc_net_unix',
    command: '/proc/net/unix',
    jc: '--proc-net-unix',
    head: ['Num       RefCount Protocol Flags    Type St Inode Path'],
    entry: (i, r) =>
      `ffff9b61${hex(i * 64, 8)}: 00000002 00000000 00010000 0001 01 ${right(10_000 + i, 5)} /run/app/${r(999)}.sock`,
  },
  {
    kind: 'proc_net_sockets',
    command: '/proc/net/tcp',
    jc: '--proc-net-tcp',
    head: [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ',
    ],
    entry: (i, r) =>
      `${right(i, 4)}: ${hex(r(2 ** 31), 8).toUpperCase()}:${hex(r(65_536), 4).toUpperCase()} ${hex(r(2 ** 31), 8).toUpperCase()}:${hex(r(65_536), 4).toUpperCase()} 01 00000000:00000000 00:00000000 00000000 ${right(r(1000), 5)}        0 ${10_000 + i} 1 ffff9b61${hex(i, 8)} 20 4 30 10 -1`,
    path: 'proc/net/tcp',
  },
  {
    kind: 'proc_net_igmp6',
    command: '/proc/net/igmp6',
    jc: '--proc-net-igmp6',
    head: [],
    entry: (i, r) =>
      `${pad(i % 50, 4)} ${pad(`eth${i % 50}`, 15)} ff02000000000000000000ff${hex(r(2 ** 31), 8)} ${right(1 + r(9), 5)} 0000000C 0`,
  },
  {
    kind: 'proc_net_ipv6_route',
    command: '/proc/net/ipv6_route',
    jc: '--proc-net-ipv6-route',
    head: [],
    entry: (i, r) =>
      `20010db8${hex(i, 8)}0000000000000000 40 ${'0'.repeat(32)} 00 fe80000000000000000000ff${hex(r(2 ** 31), 8)} 00000400 00000001 00000000 00000003 ${right(`eth${i % 50}`, 8)}`,
  },
  {
    kind: 'lsmod',
    command: '/proc/modules',
    jc: '--proc-modules',
    head: [],
    entry: (i, r) => `module_${i} ${r(1e6)} ${r(9)} used_${i},other_${i}, Live 0xffffffffc0${hex(i * 64, 6)}`,
  },
]
