/**
 * A remote log host, step by step: what the sender needs, what the receiver needs, and what to turn off on the receiver.
 * Everything is text that a person reads before it is used.
 */
import type { Dialect } from './tree'

export type Transport = 'udp' | 'tcp' | 'relp' | 'tls'
export interface Forwarding {
  readonly dialect: Dialect
  readonly host: string
  readonly port: number | null
  readonly transport: Transport
  /** Which messages, as a selector. */
  readonly selector: string
  /** Certificate of the authority, for TLS. */
  readonly ca: string | null
}

const PORTS: Readonly<Record<Transport, number>> = { udp: 514, tcp: 514, relp: 2514, tls: 6514 }
const QUEUE =
  'queue.type="LinkedList" queue.filename="forward" queue.maxDiskSpace="1g" queue.saveOnShutdown="on" action.resumeRetryCount="-1"'

/** A host name or address that can stand in a configuration; anything else would end the line or begin another. */
export const isHostName = (host: string): boolean => /^[A-Za-z0-9](?:[A-Za-z0-9.:_-]{0,252})$/.test(host)
export const isSelector = (text: string): boolean => /^[*\w,]+\.[*!=\w]+(?:;[*\w,]+\.[*!=\w]+)*$/.test(text)

/** The lines for the sender; the rules that are there stay, so that the local copy is kept. Null for what cannot be said. */
export function forwardLines({ dialect, host, port, transport, selector, ca }: Forwarding): string | null {
  if (!isHostName(host) || !isSelector(selector)) return null
  const to = port ?? PORTS[transport]
  if (dialect !== 'rsyslog') return transport === 'udp' ? `${selector}\t@${host}${to === 514 ? '' : `:${to}`}\n` : null
  const address = `target="${host}" port="${to}"`
  if (transport === 'udp')
    return `${selector} action(type="omfwd" ${address} protocol="udp" template="RSYSLOG_ForwardFormat")\n`
  if (transport === 'relp') return `module(load="omrelp")\n${selector} action(type="omrelp" ${address} ${QUEUE})\n`
  const tls = transport === 'tls' ? ' streamDriver="gtls" streamDriverMode="1" streamDriverAuthMode="x509/name"' : ''
  const authority =
    transport === 'tls' && ca ? `global(defaultNetstreamDriverCAFile="${ca.replace(/["\\\n]/g, '')}")\n` : ''
  return `${authority}${selector} action(type="omfwd" ${address} protocol="tcp" template="RSYSLOG_SyslogProtocol23Format"${tls} ${QUEUE})\n`
}

/** The lines for a receiver with rsyslog: a folder for each sender, its name made safe for a path. */
export function receiverLines(transport: Transport, port: number | null): string {
  const at = port ?? PORTS[transport]
  const module = transport === 'udp' ? 'imudp' : transport === 'relp' ? 'imrelp' : 'imtcp'
  const tls = transport === 'tls' ? ' streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon"' : ''
  return [
    `module(load="${module}"${tls})`,
    'template(name="BySender" type="list") {',
    '  constant(value="/var/log/remote/")',
    '  property(name="fromhost-ip" securePath="replace")',
    '  constant(value="/")',
    '  property(name="programname" securePath="replace")',
    '  constant(value=".log")',
    '}',
    'ruleset(name="remote") {',
    '  action(type="omfile" dynaFile="BySender" template="RSYSLOG_FileFormat" fileCreateMode="0600" dirCreateMode="0700")',
    '}',
    `input(type="${module}" port="${at}" ruleset="remote")`,
    '',
  ].join('\n')
}

/** How an old syslogd is told to listen. */
export const OLD_RECEIVER =
  'Start syslogd with -r (Linux sysklogd), without -s (FreeBSD) or with -u (OpenBSD), and see that /etc/services has "syslog 514/udp".'

export interface Listening {
  readonly protocol: string
  readonly address: string
  readonly port: number
  readonly program: string | null
}
export interface LockDownStep {
  readonly what: string
  readonly why: string
  /** Exact commands, run one by one by a person who agrees. */
  readonly disable: readonly string[]
  readonly undo: readonly string[]
}

const SAFE = /^[\w.@:-]{1,80}$/
/** Units of systemd that a log host needs: the system's own, logging, the way in, the network and its clock. */
const NEEDED =
  /^(?:systemd-|r?syslog|syslog-ng|sysklogd|sshd?(?:@[^.]*)?\.|(?:auto|serial-)?(?:getty|vtty)|dbus|auditd\.|chronyd?\.|ntp(?:d|sec)?\.|network|NetworkManager|wicked|ifup|dhcp|resolvconf|nftables\.|iptables\.|ip6tables\.|firewalld\.|ufw\.|apparmor\.|selinux-|udev|keyboard-setup\.|console-setup\.|kmod|lvm2-|blk-availability\.|mdmonitor|multipathd|cron(?:d)?\.|logrotate|cloud-|qemu-guest-agent|open-vm-tools|vmtoolsd|haveged|rngd|irqbalance|e2scrub|grub|import-state|loadmodules|nis-domainname|tuned|rhsm|insights-client)/

/** The unit that a program is started by, told by its name: `cupsd` by cups.service. null when no captured unit is called so. */
function unitOf(program: string | null, units: readonly string[]): string | null {
  if (program === null) return null
  const names = [program, program.replace(/d$/, ''), `${program}d`]
  return names.map((n) => `${n}.service`).find((n) => units.includes(n)) ?? null
}

/**
 * What to turn off on a host that is only to receive logs: what listens and is neither logging nor the way in, and what
 * starts by itself, and who can log in. What listens has a command only where the unit that starts it was captured; names
 * that cannot stand in a command are left out, with no command.
 */
export function lockDown(
  listening: readonly Listening[],
  services: readonly { readonly name: string; readonly how: 'systemd' | 'xinetd' | 'rc' }[],
  accounts: readonly string[],
  logPort: number,
): LockDownStep[] {
  const units = services.flatMap((s) => (s.how === 'systemd' && SAFE.test(s.name) ? [s.name] : []))
  const told = new Set<string>()
  const steps: LockDownStep[] = listening
    .filter((l) => l.port !== logPort && l.port !== 22 && !/^(?:127\.|::1|\[::1\])/.test(l.address))
    .map((l) => {
      const unit = unitOf(l.program, units)
      if (unit) told.add(unit)
      return {
        what: `${l.program ?? 'an unknown program'} listens on ${l.protocol} port ${l.port}`,
        why: 'A log host answers for nothing but logs and the way in.',
        disable: unit ? [`systemctl disable --now ${unit}`] : [],
        undo: unit ? [`systemctl enable --now ${unit}`] : [],
      }
    })
  for (const { name, how } of services) {
    if (how !== 'rc' && !SAFE.test(name)) continue
    if (how === 'systemd' && (told.has(name) || NEEDED.test(name) || !/\.(?:service|socket)$/.test(name))) continue
    if (how === 'systemd')
      steps.push({
        what: `${name} starts with the system`,
        why: 'What does not run cannot be broken into.',
        disable: [`systemctl disable --now ${name}`],
        undo: [`systemctl enable --now ${name}`],
      })
    else if (how === 'xinetd')
      steps.push({
        what: `xinetd starts ${name} for whoever connects`,
        why: 'What does not run cannot be broken into.',
        disable: [
          `sed -i 's/^\\([[:space:]]*disable[[:space:]]*=[[:space:]]*\\)no/\\1yes/' /etc/xinetd.d/${name}`,
          'service xinetd reload',
        ],
        undo: [
          `sed -i 's/^\\([[:space:]]*disable[[:space:]]*=[[:space:]]*\\)yes/\\1no/' /etc/xinetd.d/${name}`,
          'service xinetd reload',
        ],
      })
    else {
      // `/etc/rc3.d/S11portmap`: a capital S starts it.
      const link = /^(?:.*\/)?(rc[0-6S]\.d)\/S(\d\d)([\w.-]+)$/.exec(name)
      if (link)
        steps.push({
          what: `${link[3]} starts in ${link[1]}`,
          why: 'A link that begins with a capital S is started at boot.',
          disable: [`mv /etc/${link[1]}/S${link[2]}${link[3]} /etc/${link[1]}/s${link[2]}${link[3]}`],
          undo: [`mv /etc/${link[1]}/s${link[2]}${link[3]} /etc/${link[1]}/S${link[2]}${link[3]}`],
        })
    }
  }
  for (const name of accounts)
    if (SAFE.test(name) && !name.startsWith('-'))
      steps.push({
        what: `${name} can log in`,
        why: 'Every account that is not used on a log host is a way in; an expired one is shut to keys too.',
        disable: [`usermod -L -e 1 ${name}`],
        undo: [`usermod -U -e '' ${name}`],
      })
  return steps
}

const RUNNABLE: readonly RegExp[] = [
  /^systemctl (?:disable|enable) --now [\w.@:][\w.@:-]{0,79}$/,
  /^mv \/etc\/(rc[0-6S]\.d)\/[Ss](\d\d)([\w.-]{1,80}) \/etc\/\1\/[Ss]\2\3$/,
  /^sed -i 's\/\^\\\(\[\[:space:\]\]\*disable\[\[:space:\]\]\*=\[\[:space:\]\]\*\\\)(?:no\/\\1yes|yes\/\\1no)\/' \/etc\/xinetd\.d\/[\w.@:][\w.@:-]{0,79}$/,
  /^service xinetd reload$/,
  /^usermod (?:-L -e 1|-U -e '') [\w.@:][\w.@:-]{0,79}$/,
]
/** Whether a command is one of those that a step above names; nothing else is run on a host. */
export const mayRun = (command: string): boolean => RUNNABLE.some((pattern) => pattern.test(command))
