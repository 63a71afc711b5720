/**
 * Whether a view of sockets could name their owners. Only root sees the owners of others' sockets, and neither netstat nor
 * ss says on standard output who asked; so the rows must show it: somebody else's process is named.
 */
export interface Owned {
  readonly pids: readonly number[]
  /** Local port of a listener or an unconnected datagram socket; null for the rest. */
  readonly served: number | null
}

/** True for a process that an ordinary user could not have looked into: pid 1, or one that serves a port below 1024, which needs privilege. */
export const seenByRoot = (pid: number, served: number | null): boolean =>
  pid === 1 || (served !== null && served > 0 && served < 1024)

/** True when some row names such a process. False when no row shows that: a missing owner then says nothing. */
export const sawAllOwners = (rows: Iterable<Owned>): boolean => {
  for (const { pids, served } of rows) if (pids.some((pid) => seenByRoot(pid, served))) return true
  return false
}
