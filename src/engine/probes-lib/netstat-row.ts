/** The one row that all dialects of netstat's socket list fill; columns are described in probes/netstat.ts. */
import type { Endpoint } from './addresses'

export interface NetstatRow {
  readonly proto: string
  readonly recv_q: number | null
  readonly send_q: number | null
  readonly local_address: string | null
  readonly local_port: number | null
  readonly local_service: string | null
  readonly remote_address: string | null
  readonly remote_port: number | null
  readonly remote_service: string | null
  readonly interface: string | null
  readonly address_cut: boolean
  readonly state: string | null
  readonly state_printed: string | null
  readonly user: string | null
  readonly inode: number | null
  readonly pid: number | null
  readonly program: string | null
  readonly timer: string | null
  readonly timer_left: number | null
  readonly ref_count: number | null
  readonly flags: readonly string[]
  readonly type: string | null
  readonly path: string | null
  readonly security_context: string | null
  readonly kernel_address: string | null
  /** Settled once the whole list is known. */
  owner_visible: boolean
}

export const blankNetstat: NetstatRow = {
  proto: '',
  recv_q: null,
  send_q: null,
  local_address: null,
  local_port: null,
  local_service: null,
  remote_address: null,
  remote_port: null,
  remote_service: null,
  interface: null,
  address_cut: false,
  state: null,
  state_printed: null,
  user: null,
  inode: null,
  pid: null,
  program: null,
  timer: null,
  timer_left: null,
  ref_count: null,
  flags: [],
  type: null,
  path: null,
  security_context: null,
  kernel_address: null,
  owner_visible: false,
}

export const ends = (local: Endpoint, remote: Endpoint) => ({
  local_address: local.address,
  local_port: local.port,
  local_service: local.service,
  remote_address: remote.address,
  remote_port: remote.port,
  remote_service: remote.service,
  interface: local.zone,
})
