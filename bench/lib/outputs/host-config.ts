/** Configuration of hosts: accounts, tables, settings, jobs. */
import { ipv4, type Output, pick } from './output'

const SHELLS = ['/bin/bash', '/usr/sbin/nologin', '/bin/sh']
const FS = ['ext4', 'xfs', 'nfs4', 'vfat', 'tmpfs']
const HASH = '$6$saltsalt$Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6'

export const outputs: readonly Output[] = [
  {
    kind: 'passwd',
    command: '/etc/passwd',
    jc: '--passwd',
    head: ['root:x:0:0:root:/root:/bin/bash'],
    entry: (i, r) => `user${i}:x:${1000 + i}:${1000 + r(50)}:User ${i},,,:/home/user${i}:${pick(SHELLS, r)}`,
  },
  {
    kind: 'shadow',
    command: '/etc/shadow',
    jc: '--shadow',
    head: ['root:*:18113:0:99999:7:::'],
    entry: (i, r) => `user${i}:${r(3) === 0 ? '!' : ''}${HASH}:${18000 + r(2000)}:0:99999:7:${r(2) ? '30' : ''}::`,
  },
  {
    kind: 'group',
    command: '/etc/group',
    jc: '--group',
    head: ['root:x:0:'],
    entry: (i, r) => `group${i}:x:${1000 + i}:${Array.from({ length: r(4) }, () => `user${r(500)}`).join(',')}`,
  },
  {
    kind: 'gshadow',
    command: '/etc/gshadow',
    jc: '--gshadow',
    head: ['root:*::'],
    entry: (i, r) => `group${i}:!:user${r(500)}:${Array.from({ length: r(4) }, () => `user${r(500)}`).join(',')}`,
  },
  {
    kind: 'etc_hosts',
    command: '/etc/hosts',
    jc: '--hosts',
    head: ['127.0.0.1 localhost'],
    entry: (i, r) => `${ipv4(r)}\thost${i}.example.com host${i}${r(4) === 0 ? ' # rack' : ''}`,
  },
  {
    kind: 'fstab',
    command: '/etc/fstab',
    jc: '--fstab',
    head: ['/dev/mapper/root / ext4 defaults 0 1'],
    entry: (i, r) => `UUID=05d927bb-5875-49e3-ada1-${i}\t/srv/disk${i}\t${pick(FS, r)}\tnoatime,nodev\t0 ${r(3)}`,
  },
  {
    kind: 'crontab',
    command: 'crontab -l',
    jc: '--crontab',
    head: ['MAILTO=root'],
    entry: (i, r) => `${r(60)} ${r(24)} * * ${r(7)} /usr/local/bin/job${i} --run >/dev/null 2>&1`,
  },
  {
    kind: 'crontab',
    command: '/etc/crontab',
    jc: '--crontab-u',
    head: ['SHELL=/bin/sh', '17 * * * * root cd / && run-parts --report /etc/cron.hourly'],
    entry: (i, r) => `*/${1 + r(30)} ${r(24)} * * * root /usr/local/bin/job${i} --run >/dev/null 2>&1`,
    path: 'etc/crontab',
  },
  {
    kind: 'sysctl',
    command: 'sysctl -a',
    jc: '--sysctl',
    head: ['abi.vsyscall32 = 1'],
    entry: (i, r) => `net.ipv4.conf.eth${i}.accept_redirects = ${r(3)}`,
  },
  {
    kind: 'sshd_config',
    command: 'sshd_config',
    jc: '--sshd-conf',
    head: ['Port 22', 'PermitRootLogin no'],
    entry: (i, r) => (r(3) === 0 ? `# AllowUsers user${i}` : `ListenAddress ${ipv4(r)}`),
  },
  {
    kind: 'env',
    command: 'env',
    jc: '--env',
    head: ['PATH=/usr/bin:/bin', 'HOME=/root', 'SHELL=/bin/sh'],
    entry: (i, r) => `VARIABLE_${i}=/some/path/${r(1000)}:/another/path/${r(1000)}`,
  },
  {
    kind: 'hash_sums',
    command: 'sha256sum',
    jc: '--hashsum',
    head: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  /etc/empty'],
    entry: (i) => `${(0x1000_0000 + i * 7919).toString(16).padStart(8, '0').repeat(8)}  /usr/lib/part${i}/library.so`,
  },
  {
    kind: 'shell_history',
    command: 'bash history with stamps',
    jc: null,
    head: ['#1740000000', 'ls -la'],
    entry: (i, r) => `#${1740000000 + i * 3}\nsystemctl restart web${r(50)}`,
  },
]
