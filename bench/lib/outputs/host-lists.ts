/** What hosts list: packages, modules, mounts, disks, units, files. */
import { ipv4, type Output, pad, pick, right } from './output'

const UNITS = ['service', 'socket', 'mount', 'timer', 'device']
const STATES = ['enabled ', 'disabled', 'static  ', 'masked  ']
const stamp = (r: (below: number) => number) =>
  `2025-0${1 + r(9)}-1${r(10)} 1${r(10)}:2${r(10)}:3${r(10)}.00000000${r(10)} +0000`

export const outputs: readonly Output[] = [
  {
    kind: 'dpkg_l',
    command: 'dpkg -l',
    jc: '--dpkg-l',
    head: [
      'Desired=Unknown/Install/Remove/Purge/Hold',
      '| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend',
      '|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)',
      '||/ Name                    Version                Architecture Description',
      '+++-=======================-======================-============-=================================',
    ],
    entry: (i, r) =>
      `${pick(['ii ', 'rc ', 'ii '], r)} ${pad(`package-${i}`, 23)} ${pad(`1:${r(20)}.${r(99)}-${r(9)}`, 22)} ${pad('amd64', 12)} what package ${i} is for`,
  },
  {
    kind: 'lsmod',
    command: 'lsmod',
    jc: '--lsmod',
    head: ['Module                  Size  Used by'],
    entry: (i, r) =>
      `${pad(`module_${i}`, 20)} ${right(16384 * (1 + r(60)), 8)}  ${r(5)}${r(2) ? ` module_${r(999)},xt_tcp` : ''}`,
  },
  {
    kind: 'mount',
    command: 'mount',
    jc: '--mount',
    head: ['sysfs on /sys type sysfs (rw,nosuid,nodev,noexec,relatime)'],
    entry: (i, r) => `/dev/loop${i} on /snap/core${r(99)}/${i} type squashfs (ro,nodev,relatime,errors=continue)`,
  },
  {
    kind: 'df',
    command: 'df',
    jc: '--df',
    head: ['Filesystem     1K-blocks    Used Available Use% Mounted on'],
    entry: (i, r) =>
      `${pad(`/dev/loop${i}`, 14)} ${right(100_000 + r(900_000), 9)} ${right(r(99_999), 7)} ${right(r(99_999), 9)} ${right(`${r(101)}%`, 4)} /snap/core${i}`,
  },
  {
    kind: 'df',
    command: 'df -h',
    jc: '--df',
    head: ['Filesystem               Size  Used Avail Use% Mounted on'],
    entry: (i, r) =>
      `${pad(`/dev/loop${i}`, 24)} ${right(`${1 + r(900)}M`, 4)} ${right(`${r(90)}.${r(10)}M`, 5)} ${right(`${r(900)}M`, 5)} ${right(`${r(101)}%`, 4)} /snap/core${i}`,
  },
  {
    kind: 'lsblk',
    command: 'lsblk',
    jc: '--lsblk',
    head: ['NAME          MAJ:MIN  RM   SIZE RO TYPE MOUNTPOINT'],
    entry: (i, r) =>
      r(2)
        ? `${pad(`sd${i}`, 12)} ${right(8, 4)}:${pad(i % 256, 3)}   0   ${right(`${1 + r(90)}G`, 4)}  0 disk `
        : `├─${pad(`sd${i}`, 10)} ${right(8, 4)}:${pad(i % 256, 3)}   0 ${right(`${1 + r(90)}.${r(10)}G`, 6)}  0 part /srv/disk${i}`,
  },
  {
    kind: 'findmnt',
    command: 'findmnt -l',
    jc: '--findmnt',
    head: ['TARGET                    SOURCE          FSTYPE     OPTIONS'],
    entry: (i) =>
      `${pad(`/snap/core${i}`, 25)} ${pad(`/dev/loop${i}`, 15)} squashfs   ro,nodev,relatime,errors=continue`,
  },
  {
    kind: 'blkid',
    command: 'blkid',
    jc: '--blkid',
    head: ['/dev/sda1: UUID="05d927bb-5875-49e3-ada1-7f46cb31c932" TYPE="xfs"'],
    entry: (i, r) =>
      `/dev/sdb${i}: LABEL="disk ${r(99)}" UUID="05d927bb-5875-49e3-ada1-${i}" BLOCK_SIZE="4096" TYPE="ext4" PARTUUID="0001-${i}"`,
  },
  {
    kind: 'systemctl_units',
    command: 'systemctl',
    jc: '--systemctl',
    head: ['  UNIT                            LOAD      ACTIVE   SUB       DESCRIPTION'],
    entry: (i, r) =>
      `  ${pad(`unit-${i}.${pick(UNITS, r)}`, 31)} loaded    active   running   What unit ${i} does for others`,
    foot: ['', '3 loaded units listed. Pass --all to see loaded but inactive units, too.'],
  },
  {
    kind: 'systemctl_unit_files',
    command: 'systemctl list-unit-files',
    jc: '--systemctl-luf',
    head: ['UNIT FILE                              STATE          '],
    entry: (i, r) => `${pad(`unit-${i}.${pick(UNITS, r)}`, 38)} ${pick(STATES, r)}       `,
    foot: ['', '3 unit files listed.'],
  },
  {
    kind: 'systemctl_sockets',
    command: 'systemctl list-sockets',
    jc: '--systemctl-ls',
    head: ['LISTEN                          UNIT                            ACTIVATES'],
    entry: (i) => `${pad(`/run/socket${i}`, 31)} ${pad(`unit-${i}.socket`, 31)} unit-${i}.service`,
    foot: ['', '3 sockets listed.'],
  },
  {
    kind: 'systemctl_jobs',
    command: 'systemctl list-jobs',
    jc: '--systemctl-lj',
    head: [' JOB UNIT                                  TYPE  STATE  '],
    entry: (i) => `${right(i, 6)} ${pad(`unit-${i}.service`, 37)} start waiting`,
    foot: ['', '3 jobs listed.'],
  },
  {
    kind: 'stat',
    command: 'stat',
    jc: '--stat',
    head: [],
    entry: (i, r) =>
      [
        `  File: /bin/program${i}`,
        `  Size: ${pad(r(999_999), 10)}\tBlocks: ${pad(r(999), 10)} IO Block: 4096   regular file`,
        `Device: 802h/2050d\tInode: ${pad(100_000 + i, 11)} Links: 1`,
        'Access: (0755/-rwxr-xr-x)  Uid: (    0/    root)   Gid: (    0/    root)',
        `Access: ${stamp(r)}`,
        `Modify: ${stamp(r)}`,
        `Change: ${stamp(r)}`,
        ' Birth: -',
      ].join('\n'),
  },
  {
    kind: 'ls',
    command: 'ls -l',
    jc: '--ls',
    head: ['total 604'],
    entry: (i, r) =>
      r(5) === 0
        ? `lrwxrwxrwx 1 root root ${right(20, 9)} Mar  ${1 + r(9)} 12:0${r(10)} link${i} -> ../init.d/service${i}`
        : `-rw-r--r-- 1 root root ${right(r(999_999), 9)} Mar  ${1 + r(9)} 12:0${r(10)} file-${i}.conf`,
  },
  {
    kind: 'vmstat',
    command: 'vmstat 1',
    jc: '--vmstat',
    head: [
      'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----',
      ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st',
    ],
    entry: (_, r) =>
      ` ${r(9)}  ${r(3)} ${right(r(999), 6)} ${right(r(999_999), 6)} ${right(r(99_999), 6)} ${right(r(99_999), 6)}    0    0 ${right(r(999), 5)} ${right(r(999), 5)} ${right(r(9999), 4)} ${right(r(9999), 4)} ${right(r(50), 2)} ${right(r(9), 2)} ${right(r(50), 2)}  0  0`,
  },
  {
    kind: 'ntpq',
    command: 'ntpq -p',
    jc: '--ntpq',
    head: [
      '     remote           refid      st t when poll reach   delay   offset  jitter',
      '==============================================================================',
    ],
    entry: (i, r) =>
      `${pick(['+', '-', ' ', '*'], r)}${pad(`ntp${i}`, 15)} ${pad(ipv4(r), 15)} ${right(2, 2)} u ${right(r(99), 4)}   64  377 ${right(`${r(99)}.${100 + r(899)}`, 8)} ${right(`-${r(9)}.${100 + r(899)}`, 8)} ${right(`${r(9)}.${100 + r(899)}`, 7)}`,
  },
  {
    kind: 'nmcli_device',
    command: 'nmcli device',
    jc: '--nmcli',
    head: ['DEVICE      TYPE      STATE      CONNECTION  '],
    entry: (i, r) =>
      `${pad(`veth${i}`, 11)} ethernet  ${pick(['connected', 'unmanaged'], r)}  ${pad(r(2) ? '--' : `veth${i}`, 11)} `,
  },
  {
    kind: 'ufw',
    command: 'ufw status',
    jc: '--ufw',
    head: [
      'Status: active',
      '',
      'To                         Action      From',
      '--                         ------      ----',
    ],
    entry: (_, r) => `${pad(`${1 + r(65_000)}/tcp`, 26)} ALLOW IN    ${pad(`${ipv4(r)}`, 26)}`,
  },
  {
    kind: 'ufw_app',
    command: 'ufw app info all',
    jc: '--ufw-appinfo',
    head: [],
    entry: (i, r) =>
      `Profile: App ${i}\nTitle: Application ${i}\nDescription: What it is for\n\nPorts:\n  ${1 + r(65_000)},${1 + r(65_000)}/tcp\n  ${1 + r(65_000)}/udp\n\n--\n`,
  },
  {
    kind: 'lsusb',
    command: 'lsusb',
    jc: '--lsusb',
    head: ['Bus 001 Device 001: ID 1d6b:0002 Linux Foundation 2.0 root hub'],
    entry: (i) =>
      `Bus 002 Device ${right(i % 999, 3).replaceAll(' ', '0')}: ID 0781:${(0x1000 + (i % 0xeffe)).toString(16)} SanDisk Corp. Ultra ${i}`,
  },
  {
    kind: 'shell_hash',
    command: 'hash',
    jc: '--hash',
    head: ['hits\tcommand'],
    entry: (i, r) => `${right(r(99), 4)}\t/usr/bin/program${i}`,
  },
  {
    kind: 'find_ls',
    command: 'find -ls',
    jc: null,
    head: ['  2433105      4 -rw-r--r--   1 root     root         1024 Feb 22 22:08 /etc/passwd'],
    entry: (i, r) =>
      `  ${right(2_433_106 + i, 7)} ${right(4 * r(99), 6)} -rw-r--r--   1 root     root     ${right(r(999_999), 8)} Feb ${right(1 + r(28), 2)} 22:0${r(10)} /usr/share/doc/part${i}/readme`,
  },
  {
    kind: 'rpm_qa',
    command: 'rpm -qa',
    jc: null,
    head: ['bash-4.2.46-33.el7.x86_64'],
    entry: (i, r) => `package-${i}-${r(9)}.${r(99)}.${r(9)}-${r(99)}.el7.x86_64`,
  },
  {
    kind: 'bodyfile',
    command: 'uac bodyfile',
    jc: null,
    head: ['0|/etc/passwd|2433105|-rw-r--r--|0|0|1024|1795386915|1795385304|1795385304|1795385304'],
    entry: (i, r) =>
      `0|/usr/share/doc/part${i}/readme|${2_433_106 + i}|-rw-r--r--|0|0|${r(99_999)}|${1_795_000_000 + r(99_999)}|${1_790_000_000 + r(99_999)}|${1_790_000_000 + r(99_999)}|${1_780_000_000 + r(99_999)}`,
  },
]
