/**
 * An interface that takes in every packet on the wire. A sniffer on a packet socket leaves plain ifconfig without the
 * flag, so `ip -d link` (promiscuity), sysfs and held packet sockets count too (see correlate/merge-interfaces.ts).
 */
import { defineRule } from '../define'

const IDS = `('snort', 'suricata', 'zeek', 'bro', 'arpwatch', 'ntopng', 'ntop', 'tcpdump', 'tshark', 'dumpcap', 'wireshark', 'prads', 'p0f', 'psad')`
const eth0 = {
  id: 1,
  host: 1,
  name: 'eth0',
  promiscuous: true,
  addresses: [],
  flags: ['UP', 'PROMISC'],
  seen_by: ['ifconfig'],
}
const seen = {
  kind: 'interface',
  id: '1',
  probe: 'ifconfig',
  says: 'ifconfig shows eth0 PROMISC',
  artifact: 1,
  line: 1,
  off: 0,
  len: 9,
}
const snort = { id: 5, host: 1, pid: 1758, name: 'snort', cmdline: 'snort -D' }

export default defineRule({
  title: 'Interface in promiscuous mode',
  severity: 'high',
  attack: ['T1040'],
  about:
    'The interface passes up packets that are not meant for this host. Someone with root access reads the traffic of the segment, passwords included, or a monitoring tool does its work.',
  innocent: [
    'an intrusion detection system or a packet capture by the administrator',
    'a bridge port or a virtual machine host, which are promiscuous by nature',
  ],
  next: [
    'Find the process that holds a packet socket (lsof, /proc/net/packet with /proc/<pid>/fd) and what started it.',
    'Compare with the kernel log: when did the interface enter promiscuous mode, and who was logged in then?',
    'Treat passwords that crossed this segment in clear as known to others.',
  ],
  needs: ['interfaces'],
  sql: `
    WITH sniffers AS (
      SELECT DISTINCT p.host, p.id, p.pid, p.name, lower(p.name) IN ${IDS} AS ids
      FROM processes p WHERE EXISTS (SELECT 1 FROM open_files f WHERE f.host = p.host AND f.pid = p.pid AND (f.type = 'pack' OR f.path LIKE 'type=SOCK_PACKET%' OR f.path LIKE 'type=SOCK_RAW%' AND f.type = 'pack'))
        OR EXISTS (SELECT 1 FROM sockets s WHERE s.host = p.host AND s.proto = 'packet' AND list_contains(list_transform(s.owners, lambda o: split_part(o, '/', 1)), CAST(p.pid AS VARCHAR)))
    ),
    running_ids AS (SELECT host, min(pid) AS pid, lower(name) AS name, min(id) AS id FROM processes WHERE lower(name) IN ${IDS} GROUP BY host, lower(name)),
    told AS (SELECT host, interface, min(ts) AS ts, list({artifact: artifact, line: line, off: off, len: len} ORDER BY ts) AS evidence FROM promiscuous_log WHERE entered GROUP BY host, interface)
    SELECT i.host, t.ts AS ts,
      i.name || ' is in promiscuous mode' ||
        coalesce('; packet sockets are held by ' || (SELECT string_agg(s.name || ' (PID ' || s.pid || ')', ', ' ORDER BY s.pid) FROM sniffers s WHERE s.host = i.host), '; no captured view names who sniffs') AS summary,
      (SELECT list({artifact: p.artifact, line: p.line, off: p.off, len: p.len} ORDER BY p.artifact, p.off) FROM proofs p WHERE p.kind = 'interface' AND p.id = CAST(i.id AS VARCHAR))
        || coalesce((SELECT list({artifact: p.artifact, line: p.line, off: p.off, len: p.len} ORDER BY p.artifact, p.off) FROM proofs p JOIN open_files f ON p.kind = 'file' AND p.id = CAST(f.id AS VARCHAR) WHERE f.host = i.host AND f.type = 'pack'), [])
        || coalesce(t.evidence, []) AS evidence,
      [{kind: 'interface', id: CAST(i.id AS VARCHAR)}]
        || coalesce((SELECT list({kind: 'process', id: CAST(s.id AS VARCHAR)} ORDER BY s.pid) FROM sniffers s WHERE s.host = i.host), [])
        || coalesce((SELECT list({kind: 'process', id: CAST(r.id AS VARCHAR)} ORDER BY r.pid) FROM running_ids r WHERE r.host = i.host AND r.id NOT IN (SELECT id FROM sniffers)), []) AS subjects,
      CASE WHEN i.kind ILIKE '%bridge%' AND coalesce(i.promiscuity, 1) <= 1 THEN 'it is a port of a bridge, which is promiscuous by nature' ELSE
      (SELECT string_agg(r.name || ' (PID ' || r.pid || ') runs, which sniffs by design', ', ' ORDER BY r.pid) FROM running_ids r WHERE r.host = i.host)
        || coalesce('; it does not explain ' || (SELECT string_agg(s.name || ' (PID ' || s.pid || ')', ', ' ORDER BY s.pid) FROM sniffers s WHERE s.host = i.host AND NOT s.ids), '') END AS likely,
      -- One promiscuous user of a bridge port is the bridge; a second is somebody else.
      CASE WHEN i.kind ILIKE '%bridge%' AND coalesce(i.promiscuity, 1) <= 1 THEN 'info' ELSE 'high' END AS severity
    FROM interfaces i LEFT JOIN told t ON t.host = i.host AND t.interface = i.name
    WHERE i.promiscuous`,
  examples: {
    'ifconfig shows PROMISC': { finds: 1, interfaces: [eth0], proofs: [seen] },
    'and snort runs': { finds: 1, interfaces: [eth0], proofs: [seen], processes: [snort] },
    'and the kernel log tells since when': {
      finds: 1,
      interfaces: [eth0],
      promiscuous_log: [
        { host: 1, ts: '2025-03-04 02:16:07', interface: 'eth0', entered: true, artifact: 2, off: 0, len: 10 },
      ],
    },
    'a port of a bridge, by nature': { finds: 1, interfaces: [{ ...eth0, kind: 'bridge_slave', promiscuity: 1 }] },
    'not promiscuous': { finds: 0, interfaces: [{ ...eth0, promiscuous: false }] },
    'a view that cannot tell says nothing': { finds: 0, interfaces: [{ ...eth0, promiscuous: null }] },
  },
})
