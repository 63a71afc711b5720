/**
 * The socket address of a SOCKADDR record: the bytes of a struct sockaddr in hexadecimal, or as ausearch and ENRICHED spell it.
 *
 *   saddr=02000016C0000207000000000000000000          AF_INET: family in the machine's order, port, address
 *   saddr={ saddr_fam=inet laddr=192.0.2.7 lport=22 }  SADDR of ENRICHED, and ausearch -i since audit 3
 *   saddr=inet host:192.0.2.7 serv:22                  ausearch -i before
 */
export interface SocketAddress {
  /** inet, inet6, unix, netlink, packet, or the number of another family. */
  readonly family: string
  readonly address: string | null
  readonly port: number | null
  /** Path of a unix socket; `@` stands for the NUL that begins an abstract one. */
  readonly path: string | null
}

const FAMILIES: Readonly<Record<number, string>> = {
  0: 'unspec',
  1: 'unix',
  2: 'inet',
  10: 'inet6',
  16: 'netlink',
  17: 'packet',
  29: 'can',
  31: 'bluetooth',
  38: 'alg',
  40: 'vsock',
}

export function socketAddress(value: string): SocketAddress | null {
  const spelt = /^\{ ?(?:saddr_)?fam=(?<family>[\w-]+)(?<rest>.*?) ?\}?$/.exec(value)?.groups
  if (spelt) {
    const rest = spelt['rest']!
    const port = / l?port=(\d{1,5})/.exec(rest)?.[1]
    return {
      family: family(spelt['family']!),
      address: / l?addr=([0-9a-fA-F.:]{2,45})/.exec(rest)?.[1] ?? null,
      port: port === undefined ? null : Number(port),
      path: / path=(\S+)/.exec(rest)?.[1] ?? null,
    }
  }
  const older = /^(?<family>inet6?|local|unix|netlink) (?:host:(?<host>\S+) serv:(?<port>\d+)|(?<path>\S+))/.exec(
    value,
  )?.groups
  if (older)
    return {
      family: family(older['family']!),
      address: older['host'] ?? null,
      port: older['port'] === undefined ? null : Number(older['port']),
      path: older['family'] === 'netlink' ? null : (older['path'] ?? null),
    }
  if (value.length < 4 || value.length % 2 !== 0 || !/^[0-9A-F]+$/i.test(value)) return null
  return fromBytes(Buffer.from(value, 'hex'))
}

const family = (name: string): string => (name === 'local' ? 'unix' : name)

function fromBytes(b: Buffer): SocketAddress {
  const little = b.readUInt16LE(0)
  // A big-endian machine's family.
  const number = little > 255 && b[0] === 0 ? b[1]! : little
  const name = FAMILIES[number] ?? String(number)
  const none = { family: name, address: null, port: null, path: null }
  if (name === 'inet' && b.length >= 8)
    return { ...none, address: [...b.subarray(4, 8)].join('.'), port: b.readUInt16BE(2) }
  if (name === 'inet6' && b.length >= 24) return { ...none, address: ipv6(b.subarray(8, 24)), port: b.readUInt16BE(2) }
  if (name === 'unix') {
    const abstract = b[2] === 0
    const end = b.indexOf(0, abstract ? 3 : 2)
    const path = b.toString('utf8', abstract ? 3 : 2, end < 0 ? b.length : end)
    return { ...none, path: path === '' ? null : abstract ? `@${path}` : path }
  }
  return none
}

/** RFC 5952: the longest run of zero groups is `::`; a mapped IPv4 address in dots. */
function ipv6(b: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => b.readUInt16BE(2 * i))
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) return `::ffff:${[...b.subarray(12)].join('.')}`
  let best = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let n = 0
    while (groups[i + n] === 0) n++
    if (n > length) {
      best = i
      length = n
    }
  }
  const hex = (list: readonly number[]) => list.map((g) => g.toString(16)).join(':')
  return best < 0 ? hex(groups) : `${hex(groups.slice(0, best))}::${hex(groups.slice(best + length))}`
}
