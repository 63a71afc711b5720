/**
 * The same weeks of the same host, spelt in each log format: one function a format, from a line number to the lines of one
 * event. What formats hold of their own (requests, audit records) is made here; syslog messages come from `generate.mjs`.
 */
import { lineMaker, random } from './generate.mjs'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const START = Date.UTC(2025, 0, 6)
/** Milliseconds between events. */
const STEP = 230
const LEVELS = ['error', 'warn', 'notice', 'info', 'debug']
const GS = '\x1d'

const pad = (n, width = 2) => String(n).padStart(width, '0')
const iso = (d) => d.toISOString().slice(0, 19)
const micros = (d, r) => `${pad(d.getUTCMilliseconds(), 3)}${pad(r(1000), 3)}`
const clf = (d) => `${pad(d.getUTCDate())}/${MONTHS[d.getUTCMonth()]}/${d.getUTCFullYear()}:${iso(d).slice(11)} +0000`
const bsd = (d) => `${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)} ${iso(d).slice(11)}`
const asctime = (d, fraction = '') => `${DAYS[d.getUTCDay()]} ${bsd(d)}${fraction} ${d.getUTCFullYear()}`
const hexOf = (text) => Buffer.from(text).toString('hex').toUpperCase()

/** Parts of a syslog message: program, PID or none, text. */
const parts = (message) => {
  const m = /^([^[:]+)(?:\[(\d+)\])?:\s+(.*)$/s.exec(message)
  return m ? { program: m[1], pid: m[2] ?? null, text: m[3] } : { program: 'kernel', pid: null, text: message }
}

const request = (r) =>
  `${45 + r(150)}.${r(256)}.${r(256)}.${1 + r(254)} - ${r(20) ? '-' : 'alice'} [@] "GET /shop/items/${r(90_000)}?page=${r(50)} HTTP/1.1" ${[200, 200, 200, 304, 404, 500][r(6)]} ${r(90_000)} "https://shop.example/list" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"`

const journal = (d, r, i, message) => {
  const { program, pid, text } = parts(message)
  const at = `${d.getTime()}${pad(r(1000), 3)}`
  return {
    __CURSOR: `s=903d6e26b4ec473abddc5c25f8b9ab70;i=${(i + 1).toString(16)};b=35e8501129134edd9df5267c49f744a4;m=${(i * 230_000).toString(16)};t=${Number(at).toString(16)};x=${pad(r(1 << 30).toString(16), 8)}${pad(r(1 << 30).toString(16), 8)}`,
    __REALTIME_TIMESTAMP: at,
    __MONOTONIC_TIMESTAMP: String(i * 230_000 + 5_000_000),
    _BOOT_ID: '35e8501129134edd9df5267c49f744a4',
    _TRANSPORT: 'syslog',
    PRIORITY: String(3 + r(4)),
    SYSLOG_FACILITY: '10',
    SYSLOG_IDENTIFIER: program,
    ...(pid ? { SYSLOG_PID: pid, _PID: pid } : {}),
    _UID: '0',
    _GID: '0',
    _COMM: program,
    _EXE: `/usr/sbin/${program}`,
    _CMDLINE: `/usr/sbin/${program} -D`,
    _CAP_EFFECTIVE: '1ffffffffff',
    _SYSTEMD_CGROUP: `/system.slice/${program}.service`,
    _SYSTEMD_UNIT: `${program}.service`,
    _SYSTEMD_SLICE: 'system.slice',
    _SYSTEMD_INVOCATION_ID: 'a3c1f0a1f3d14d1c9f2d5a0c5a3e3c11',
    _MACHINE_ID: '2dc07f7a727e4b46a1927eab9d6cd4b7',
    _HOSTNAME: 'web1',
    _SOURCE_REALTIME_TIMESTAMP: at,
    MESSAGE: text,
  }
}

const audit = (d, r, i, enriched) => {
  const stamp = `audit(${Math.floor(d.getTime() / 1000)}.${pad(d.getUTCMilliseconds(), 3)}:${i + 100})`
  const pid = 1000 + r(30_000)
  const tail = (text) => (enriched ? GS + text : '')
  const ids = 'auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0'
  if (i % 4 === 3)
    return [
      `type=USER_AUTH msg=${stamp}: pid=${pid} uid=0 auid=4294967295 ses=4294967295 subj=system_u:system_r:sshd_t:s0-s0:c0.c1023 msg='op=PAM:authentication grantors=? acct="root" exe="/usr/sbin/sshd" hostname=203.0.113.${r(250)} addr=203.0.113.${r(250)} terminal=ssh res=failed'${tail('UID="root" AUID="unset"')}`,
    ]
  return [
    `type=SYSCALL msg=${stamp}: arch=c000003e syscall=59 success=yes exit=0 a0=55df1048ec88 a1=55df1048ec38 a2=55df1048ec58 a3=1 items=2 ppid=${pid - 1} pid=${pid} ${ids} tty=pts0 ses=${r(900)} comm="systemctl" exe="/usr/bin/systemctl" subj=unconfined_u:unconfined_r:unconfined_t:s0 key="exec"${tail('ARCH=x86_64 SYSCALL=execve AUID="alice" UID="root" GID="root" EUID="root"')}`,
    `type=EXECVE msg=${stamp}: argc=3 a0="systemctl" a1="restart" a2="unit${r(50)}.service"`,
    `type=CWD msg=${stamp}: cwd="/home/alice"`,
    `type=PATH msg=${stamp}: item=0 name="/usr/bin/systemctl" inode=16571 dev=08:01 mode=0100755 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0`,
    `type=PROCTITLE msg=${stamp}: proctitle=${hexOf(`systemctl\0restart\0unit${r(50)}.service`)}`,
  ]
}

/** Format id -> the lines of event number i at time d. `message` is a syslog message without stamp and host. */
export const FORMATS = {
  rfc3164: (d, _r, _i, message) => [`${bsd(d)} web1 ${message}`],
  syslog_iso: (d, r, _i, message) => [`${iso(d)}.${micros(d, r)}+00:00 web1 ${message}`],
  'syslog_iso (short-full)': (d, _r, _i, message) => [
    `${DAYS[d.getUTCDay()]} ${iso(d).replace('T', ' ')} UTC web1 ${message}`,
  ],
  rfc5424: (d, r, _i, message) => {
    const { program, pid, text } = parts(message)
    return [
      `<${r(192)}>1 ${iso(d)}.${micros(d, r)}Z web1 ${program.trim()} ${pid ?? '-'} ID${r(90)} [origin@32473 ip="192.0.2.${r(250)}" eventSource="App \\"x\\""][meta sequenceId="${r(90_000)}"] ${text}`,
    ]
  },
  dmesg: (_d, r, i) => [
    `[${String(Math.floor(i / 4)).padStart(5)}.${pad(r(1e6), 6)}] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00 SRC=203.0.113.${r(250)} DST=192.0.2.1 LEN=40 TTL=${r(240)} ID=${r(65_536)} PROTO=TCP SPT=${r(65_536)} DPT=22 WINDOW=1024 RES=0x00 SYN URGP=0`,
  ],
  'dmesg (-T)': (d, r) => [
    `[${asctime(d)}] usb ${r(9)}-${r(9)}: new high-speed USB device number ${r(120)} using xhci_hcd`,
  ],
  journal_monotonic: (_d, r, i, message) => [`[${String(i).padStart(5)}.${pad(r(1e6), 6)}] web1 ${message}`],
  journal_json: (d, r, i, message) => [JSON.stringify(journal(d, r, i, message))],
  journal_pretty: (d, r, i, message) =>
    JSON.stringify(journal(d, r, i, message), null, '\t')
      .replaceAll('": "', '" : "')
      .split('\n'),
  journal_export: (d, r, i, message) => [...Object.entries(journal(d, r, i, message)).map(([k, v]) => `${k}=${v}`), ''],
  journal_verbose: (d, r, i, message) => {
    const { __CURSOR, __REALTIME_TIMESTAMP: _, __MONOTONIC_TIMESTAMP: __, ...fields } = journal(d, r, i, message)
    return [
      `${DAYS[d.getUTCDay()]} ${iso(d).replace('T', ' ')}.${micros(d, r)} UTC [${__CURSOR}]`,
      ...Object.entries(fields).map(([k, v]) => `    ${k}=${v}`),
    ]
  },
  audit: (d, r, i) => audit(d, r, i, false),
  'audit (enriched)': (d, r, i) => audit(d, r, i, true),
  apache_access: (d, r) => [request(r).replace('@', clf(d))],
  apache_error: (d, r) => [
    `[${asctime(d, `.${micros(d, r)}`)}] [proxy_fcgi:${LEVELS[r(5)]}] [pid ${r(9000)}:tid ${r(900_000)}] [client 203.0.113.${r(250)}:${r(60_000)}] AH01071: Got error 'PHP message: Undefined index ${r(90_000)} in /var/www/shop/index.php on line ${r(900)}'`,
  ],
  nginx_error: (d, r) => [
    `${iso(d).replaceAll('-', '/').replace('T', ' ')} [${LEVELS[r(5)]}] ${r(9000)}#${r(9000)}: *${r(90_000)} open() "/srv/www/a${r(900)}.php" failed (2: No such file or directory), client: 203.0.113.${r(250)}, server: shop.example, request: "GET /a.php HTTP/1.1", host: "shop.example"`,
  ],
  generic_iso: (d, r) => [
    `${iso(d)}.${pad(r(1000), 3)}Z [${r(9000)}] INFO com.shop.Cart - user alice put item ${r(90_000)} from 198.51.100.${r(250)}`,
  ],
  generic_stamp: (d, r) => [
    `${clf(d).slice(0, 20).replace(':', ' ').replaceAll('/', '-')}.${pad(r(1000), 3)} queries: info: client @0x7f 203.0.113.${r(250)}#${r(60_000)} (shop.example): query: shop.example IN A + (192.0.2.1)`,
  ],
  dpkg_log: (d, r) => [`${iso(d).replace('T', ' ')} status installed libpackage${r(900)}:amd64 2.${r(90)}.1-${r(9)}`],
  yum_log: (d, r) => [`${bsd(d)} Updated: package${r(900)}-2.${r(90)}.1-1.el7.x86_64`],
  dnf_log: (d, r) => [`${iso(d)}+0000 DEBUG Upgraded: package${r(900)}-2.${r(90)}.1-1.el9.x86_64`],
  logread: (d, r) => [
    `${asctime(d)} daemon.info dnsmasq[${r(9000)}]: query[A] shop${r(900)}.example from 192.0.2.${r(250)}`,
  ],
  ids_alert: (d, r) => [
    `${pad(d.getUTCMonth() + 1)}/${pad(d.getUTCDate())}/${d.getUTCFullYear()}-${iso(d).slice(11)}.${micros(d, r)}  [**] [1:20${r(9)}0935:3] ET SCAN Suspicious inbound to MSSQL port ${r(9000)} [**] [Classification: Potentially Bad Traffic] [Priority: ${1 + r(3)}] {TCP} 203.0.113.${r(250)}:${r(60_000)} -> 192.0.2.1:1433`,
  ],
}

/** At least `count` lines of a format as pieces of text; the same count gives the same bytes. */
export function* textOf(format, count) {
  const r = random(20_250_106)
  const message = lineMaker(r)
  let lines = 0
  let piece = ''
  for (let i = 0; lines < count; i++) {
    const event = FORMATS[format](new Date(START + i * STEP), r, i, message())
    lines += event.length
    piece += `${event.join('\n')}\n`
    if (piece.length > 1 << 20) {
      yield piece
      piece = ''
    }
  }
  yield piece
}
