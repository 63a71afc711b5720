/**
 * Ports that a tool printed by name (`*:ssh`, `localhost:domain`) back as numbers, so that views that print names and views
 * that print numbers meet. The name came from the host's own /etc/services; IANA's registry and the names that Unix tools
 * have always used besides are all that is assumed here. An unknown name stays null.
 */
import { IANA_PORT_NUMBERS } from '../../shared/iana-ports'

/** Names of common /etc/services files that IANA spells otherwise. */
const ALSO: Readonly<Record<string, number>> = {
  'tcp/www': 80,
  'tcp/postgres': 5432,
  'tcp/imap': 143,
  'tcp/imaps': 993,
  'tcp/ircs': 994,
  'tcp/portmapper': 111,
  'udp/portmapper': 111,
  'tcp/rpcbind': 111,
  'udp/rpcbind': 111,
  'tcp/webcache': 8080,
  'tcp/nameserver': 42,
  'tcp/x11': 6000,
  'tcp/pcsync-https': 8443,
  'udp/snmptrap': 162,
  'udp/zeroconf': 5353,
  'udp/ipsec-msft': 4500,
  'tcp/urd': 465,
  'tcp/smtps': 465,
  'tcp/ssmtp': 465,
}

/** `proto` as views print it (tcp, tcp6, tcp4, udp, ...). */
export function portByName(name: string | null, proto: string | null): number | null {
  if (name === null || proto === null) return null
  const key = `${/^(tcp|udp|sctp)/.exec(proto)?.[1] ?? proto}/${name}`
  return IANA_PORT_NUMBERS.get(key) ?? ALSO[key] ?? null
}
