/** From what the form holds to what the engine is asked. */
import type { CollectHost, CollectMode, CollectRequest, Reach } from '../../../shared/collect'

export interface HostForm {
  readonly id: number
  readonly target: string
  readonly identity: string
  readonly password: string
  readonly jumps: string
  readonly sudo: boolean
  readonly legacy: boolean
}
export const EMPTY_HOST: Omit<HostForm, 'id'> = {
  target: '',
  identity: '',
  password: '',
  jumps: '',
  sudo: true,
  legacy: false,
}

/** What is remembered of a host between runs: never a secret. */
export const remembered = ({ target, identity, jumps, sudo, legacy }: HostForm): Omit<HostForm, 'id' | 'password'> => ({
  target,
  identity,
  jumps,
  sudo,
  legacy,
})

const hostOf = (form: HostForm, agent: boolean): CollectHost => ({
  target: form.target.trim(),
  credentials: {
    identities: form.identity.trim() === '' ? [] : [form.identity.trim()],
    agent,
    password: form.password === '' ? null : form.password,
  },
  jumps: form.jumps
    .split(',')
    .map((j) => j.trim())
    .filter(Boolean),
  privilege: form.sudo ? 'sudo' : 'none',
  legacy: form.legacy,
})

/** A busybox to bring along; none where no command is run. */
export const trustedOf = ({
  mode,
  trusted,
}: {
  readonly mode: CollectMode
  readonly trusted: string
}): string | null => (mode === 'exec' && trusted.trim() !== '' ? trusted.trim() : null)

/** Ports are tried only where reachability is asked for at all. */
export const reachOf = ({
  mode,
  reach,
  ports,
}: {
  readonly mode: CollectMode
  readonly reach: boolean
  readonly ports: string
}): Reach | null =>
  mode === 'exec' && reach ? { targets: [], ports: ports.trim() === '' ? null : ports.trim() } : null

/** null when no host is named. A host named twice is asked once. */
export function requestOf(
  forms: readonly HostForm[],
  options: {
    readonly profile: string
    readonly mode: CollectMode
    readonly agent: boolean
    readonly trusted: string
    readonly reach: boolean
    readonly ports: string
  },
): CollectRequest | null {
  const seen = new Set<string>()
  const hosts = forms
    .filter((f) => f.target.trim() !== '' && !seen.has(f.target.trim()) && seen.add(f.target.trim()))
    .map((f) => hostOf(f, options.agent))
  return hosts.length === 0
    ? null
    : { hosts, profile: options.profile, mode: options.mode, trusted: trustedOf(options), reach: reachOf(options) }
}
