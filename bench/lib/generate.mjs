/**
 * Writes RFC 3164 lines as a busy host's /var/log/syslog holds them: sshd under attack, a firewall that logs, cron,
 * a web server, mail, sudo, systemd. The same count gives the same bytes on every machine.
 *
 *   node bench/lib/generate.mjs 5000000 bench/data/syslog-5m.log
 */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const START = Date.UTC(2025, 0, 6)
/** So many lines cover the same weeks, whatever the count. */
const SPAN = 80 * 86_400_000
const GUESSED =
  'admin test oracle postgres ubuntu git deploy user ftpuser pi guest mysql www hadoop jenkins nagios'.split(' ')
const STAFF = 'alice bob carol dave erin frank grace heidi'.split(' ')
const UNITS =
  'nginx postfix rsyslog cron ssh php8.2-fpm postgresql redis-server fail2ban certbot logrotate apt-daily'.split(' ')
const JOBS = [
  '/usr/local/bin/backup --target /srv/backup/daily --log /var/log/backup.log --compress --retention 30',
  'test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.hourly; }',
  '/usr/bin/php /var/www/shop/current/artisan schedule:run >> /var/log/shop/schedule.log 2>&1',
  '[ -x /usr/lib/php/sessionclean ] && if [ ! -d /run/systemd/system ]; then /usr/lib/php/sessionclean; fi',
  'command -v debian-sa1 > /dev/null && debian-sa1 1 1',
]
const PAGES = 'items cart checkout search login account orders static/app.js static/site.css api/v1/stock'.split(' ')
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'curl/8.5.0',
]

/** xorshift32: small, fast and the same everywhere. */
export function random(seed) {
  let s = seed >>> 0 || 1
  return (below) => {
    s ^= s << 13
    s ^= s >>> 17
    s ^= s << 5
    return (s >>> 0) % below
  }
}

export function lineMaker(r) {
  const pick = (list) => list[r(list.length)]
  // A few addresses do most of the work, as attackers and customers do.
  const outside = () => {
    const n = Math.floor((r(1000) / 1000) ** 3 * 20_000)
    return `${45 + (n % 150)}.${(n * 7) % 256}.${(n >> 4) % 256}.${1 + (n % 254)}`
  }
  const inside = () => `10.0.${r(4)}.${2 + r(120)}`
  const port = () => 1024 + r(64_000)
  const hex = () => r(256).toString(16).padStart(2, '0')
  let uptime = 100
  const ssh = () => `sshd[${2000 + r(28_000)}]: `
  const kinds = [
    [14, () => `${ssh()}Failed password for invalid user ${pick(GUESSED)} from ${outside()} port ${port()} ssh2`],
    [8, () => `${ssh()}Failed password for root from ${outside()} port ${port()} ssh2`],
    [8, () => `${ssh()}Invalid user ${pick(GUESSED)} from ${outside()} port ${port()}`],
    [
      6,
      () =>
        `${ssh()}pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${outside()}  user=root`,
    ],
    [7, () => `${ssh()}Disconnected from authenticating user ${pick(GUESSED)} ${outside()} port ${port()} [preauth]`],
    [
      2,
      () =>
        `${ssh()}Accepted publickey for ${pick(STAFF)} from ${inside()} port ${port()} ssh2: ED25519 SHA256:${hex()}${hex()}q7Zk1vVbWm8yTn5sJx3RfLc0dPaEu9GhKi2o`,
    ],
    [2, () => `${ssh()}pam_unix(sshd:session): session opened for user ${pick(STAFF)}(uid=${1000 + r(8)}) by (uid=0)`],
    [
      30,
      () => {
        uptime += r(5)
        return `kernel: [${uptime}.${String(r(1e6)).padStart(6, '0')}] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:${hex()}:${hex()}:6c:0c:c4:7a:1f:22:9e:08:00 SRC=${outside()} DST=203.0.113.10 LEN=${40 + r(20)} TOS=0x00 PREC=0x00 TTL=${40 + r(200)} ID=${r(65_536)} PROTO=TCP SPT=${port()} DPT=${pick([22, 23, 80, 443, 3389, 5432, 8080])} WINDOW=1024 RES=0x00 SYN URGP=0`
      },
    ],
    [12, () => `CRON[${2000 + r(28_000)}]: (${pick(['root', 'www-data', 'alice', 'deploy'])}) CMD (${pick(JOBS)})`],
    [
      24,
      () =>
        `nginx[${800 + r(8)}]: ${outside()} - - "GET /${pick(PAGES)}?page=${r(50)} HTTP/1.1" 200 ${r(90_000)} "https://shop.example/list" "${pick(AGENTS)}" rt=0.${r(1000)} upstream=${inside()}:8080`,
    ],
    [10, () => `systemd[1]: Started session-${r(100_000)}.scope - Session ${r(100_000)} of User ${pick(STAFF)}.`],
    [
      8,
      () =>
        `systemd[1]: ${pick(UNITS)}.service: Deactivated successfully after ${r(60)}.${r(1000)}s CPU time, read ${r(90)}M from disk, written ${r(40)}M to disk.`,
    ],
    [
      10,
      () =>
        `postfix/smtpd[${2000 + r(28_000)}]: NOQUEUE: reject: RCPT from unknown[${outside()}]: 454 4.7.1 <sales@shop.example>: Relay access denied; from=<x${r(900)}@mail.example> to=<sales@shop.example> proto=ESMTP helo=<[${inside()}]>`,
    ],
    [
      4,
      () =>
        `sudo:    ${pick(STAFF)} : TTY=pts/${r(6)} ; PWD=/home/${pick(STAFF)} ; USER=root ; COMMAND=/usr/bin/systemctl restart ${pick(UNITS)}`,
    ],
    [
      6,
      () =>
        `named[611]: client @0x7f${hex()}${hex()}${hex()}28c8 ${outside()}#${port()} (mail.shop.example): query (cache) 'mail.shop.example/ANY/IN' denied (allow-query-cache did not match)`,
    ],
  ]
  const wheel = kinds.flatMap(([weight, make]) => Array(weight).fill(make))
  return () => wheel[r(wheel.length)]()
}

/** Writes `count` lines to `file`; nothing when a file of that name is there. Returns its size in bytes. */
export function generate(count, file) {
  if (existsSync(file)) return statSync(file).size
  mkdirSync(dirname(file), { recursive: true })
  const r = random(20_250_106)
  const make = lineMaker(r)
  const step = SPAN / count
  const part = `${file}.part`
  const fd = openSync(part, 'w')
  let buffer = ''
  let second = -1
  let stamp = ''
  for (let i = 0; i < count; i++) {
    const at = Math.floor((START + i * step) / 1000)
    if (at !== second) {
      second = at
      const d = new Date(at * 1000)
      stamp = `${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)} ${d.toISOString().slice(11, 19)} `
    }
    buffer += `${stamp}web${1 + r(4)} ${make()}\n`
    if (buffer.length > 1 << 22) {
      writeSync(fd, buffer, null, 'latin1')
      buffer = ''
    }
  }
  writeSync(fd, buffer, null, 'latin1')
  closeSync(fd)
  renameSync(part, file)
  return statSync(file).size
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) {
  const [count, file] = process.argv.slice(2)
  if (!(Number(count) > 0) || !file) {
    console.error('usage: node bench/lib/generate.mjs <lines> <file>')
    process.exitCode = 2
  } else console.log(`${file}: ${generate(Number(count), file)} bytes`)
}
