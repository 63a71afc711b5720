/**
 * A port is open, a view that can name owners was taken, and none names one: `netstat -anp` as root prints `-`.
 * The kernel's own services (NFS, lockd, some tunnels) look like this too; so does a process hidden from /proc.
 */
import { defineRule } from '../define'

const open = {
  id: 1,
  host: 1,
  proto: 'tcp',
  local_address: '0.0.0.0',
  local_port: 31337,
  state: 'LISTEN',
  listening: true,
  owner_visible: true,
  owners: [],
  seen_by: ['netstat'],
}
const owned = { ...open, id: 2, local_port: 22, pid: 671, program: 'sshd', owners: ['671/sshd'] }

export default defineRule({
  title: 'Listener that no process owns',
  severity: 'high',
  attack: ['T1014', 'T1571'],
  about:
    'A port accepts traffic and no captured view names the process behind it, although owners were asked for and named for other sockets.',
  innocent: [
    'a service of the kernel itself: NFS (2049), lockd and rpc helpers on a port of their own, some tunnels',
    'a process that ended while the list was made',
  ],
  next: [
    'Ask from outside what answers on the port.',
    'Compare ss, netstat, lsof and /proc/net of the same moment, with trusted binaries.',
    'For NFS and lockd: `rpcinfo -p` names the port.',
  ],
  needs: ['sockets'],
  sql: `
    WITH kernel_nfs AS (SELECT DISTINCT host FROM processes WHERE lower(name) IN ('nfsd', 'lockd', '[nfsd]', '[lockd]'))
    SELECT s.host, NULL::TIMESTAMP AS ts,
      s.proto || ' ' || coalesce(s.local_address, '*') || ':' || s.local_port || coalesce(' (' || s.service || ')', '') || ' listens, and no view names its process' AS summary,
      (SELECT list({artifact: p.artifact, line: p.line, off: p.off, len: p.len} ORDER BY p.artifact, p.off) FROM proofs p WHERE p.kind = 'socket' AND p.id = CAST(s.id AS VARCHAR)) AS evidence,
      [{kind: 'socket', id: CAST(s.id AS VARCHAR)}] AS subjects,
      CASE WHEN s.local_port = 2049 AND k.host IS NOT NULL THEN 'the kernel NFS server runs (nfsd) and 2049 is its port'
           WHEN k.host IS NOT NULL AND s.proto LIKE 'udp%' AND s.local_port >= 1024 THEN 'the kernel NFS server runs; lockd takes an arbitrary UDP port without a process' END AS likely,
      CASE WHEN k.host IS NOT NULL AND (s.local_port = 2049 OR s.proto LIKE 'udp%' AND s.local_port >= 1024) THEN 'low' ELSE 'high' END AS severity
    FROM sockets s LEFT JOIN kernel_nfs k ON k.host = s.host
    WHERE s.listening AND s.owner_visible AND len(s.owners) = 0 AND s.local_port IS NOT NULL AND s.local_port > 0
      AND (s.proto LIKE 'tcp%' OR s.proto LIKE 'udp%')
      AND EXISTS (SELECT 1 FROM sockets o WHERE o.host = s.host AND len(o.owners) > 0)`,
  examples: {
    'a dash where others are named': { finds: 1, sockets: [open, owned] },
    'owners were not asked for': { finds: 0, sockets: [{ ...open, owner_visible: false }, owned] },
    'no owner is named at all: not root': { finds: 0, sockets: [open] },
    'a connection is not a listener': { finds: 0, sockets: [{ ...open, state: 'TIME_WAIT', listening: false }, owned] },
    'NFS in the kernel is reported with its likely reason': {
      finds: 1,
      sockets: [{ ...open, proto: 'udp', local_port: 2049, state: null }, owned],
      processes: [{ id: 1, host: 1, pid: 741, name: 'nfsd' }],
    },
  },
})
