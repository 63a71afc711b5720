/** The footprint: what we caused on the host, written down as it happens, with its times on both clocks. */
import type { ClockOffset } from '../../shared/collect'
import type { Staging } from './staging'

export interface Deed {
  readonly kind: 'login' | 'command' | 'file' | 'link' | 'look' | 'write' | 'remove' | 'probe'
  /** The command as it was meant, or the path of the file. */
  readonly what: string
  readonly probe: string | null
  readonly root: boolean
  /** Milliseconds of this machine's clock. */
  readonly began: number
  readonly ended: number
  readonly exit?: number | null
  readonly bytes?: number
  /** Path in the bundle of what came of it; null when nothing was kept. */
  readonly member?: string | null
  /** Why less came than there is: cut, timed out, refused. */
  readonly cut?: string | null
  readonly errors?: string | null
  /** For a login: account, and our address and port as the host sees them; the process that served it. */
  readonly account?: string | null
  readonly address?: string | null
  readonly port?: number | null
  readonly pid?: number | null
}
export interface Ledger {
  clock(offset: ClockOffset | null): void
  add(deed: Deed): void
  readonly count: { commands: number; files: number; bytes: number }
}

const ERRORS = 2000

export function ledger(staging: Staging, tag: string): Ledger {
  let offset: ClockOffset | null = null
  let n = 0
  const count = { commands: 0, files: 0, bytes: 0 }
  const onHost = (ms: number) => (offset === null ? null : Math.round(ms * 1000) + offset.offset)
  return {
    clock: (measured) => {
      offset = measured
    },
    count,
    add: (deed) => {
      if (deed.kind === 'command') count.commands++
      if (deed.kind === 'file') count.files++
      count.bytes += deed.bytes ?? 0
      staging.note({
        n: ++n,
        tag,
        kind: deed.kind,
        what: deed.what,
        probe: deed.probe,
        root: deed.root,
        began: Math.round(deed.began * 1000),
        ended: Math.round(deed.ended * 1000),
        host_began: onHost(deed.began),
        host_ended: onHost(deed.ended),
        band: offset?.band ?? null,
        exit: deed.exit ?? null,
        bytes: deed.bytes ?? null,
        member: deed.member ?? null,
        cut: deed.cut ?? null,
        errors: deed.errors ? deed.errors.slice(0, ERRORS) : null,
        account: deed.account ?? null,
        address: deed.address ?? null,
        port: deed.port ?? null,
        pid: deed.pid ?? null,
      })
    },
  }
}
