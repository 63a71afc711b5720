/** Which sockets listen. TCP says LISTEN; UDP has no states, so a bound one without a peer counts. Pure. */
import type { Cell } from '../../../shared/model'

export interface Listener {
  readonly id: string
  readonly proto: string
  readonly port: number
  readonly address: string
  readonly service: string | null
  readonly owner: string | null
}

const NO_PEER = new Set(['', '*', '0.0.0.0', '::', '[::]'])

export function listeners(rows: readonly ((name: string) => Cell)[]): Listener[] {
  const found: Listener[] = []
  for (const get of rows) {
    const proto = String(get('proto') ?? '')
    const port = get('local_port')
    if (typeof port !== 'number' || port === 0) continue
    const tcp = proto.startsWith('tcp') && get('state') === 'LISTEN'
    const udp =
      proto.startsWith('udp') && NO_PEER.has(String(get('remote_address') ?? '')) && (get('remote_port') ?? 0) === 0
    if (!tcp && !udp) continue
    const pid = get('pid')
    const program = get('program')
    found.push({
      id: String(get('id')),
      proto,
      port,
      address: String(get('local_address') ?? '*'),
      service: get('service') === null ? null : String(get('service')),
      owner:
        program === null && pid === null
          ? null
          : [program, pid === null ? null : `(${pid})`].filter((x) => x !== null).join(' '),
    })
  }
  const far = (l: Listener) => (/^127\.|^::1$|^\[::1\]$/.test(l.address) ? 1 : 0)
  return found.sort(
    (a, b) =>
      Number(a.owner !== null) - Number(b.owner !== null) ||
      far(a) - far(b) ||
      a.port - b.port ||
      a.proto.localeCompare(b.proto),
  )
}
