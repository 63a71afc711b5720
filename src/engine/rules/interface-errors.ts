/** RX-ERR and TX-ERR: packets that an interface could not receive or send. */
import { defineRule } from '../define'

const eth0 = {
  id: 1,
  host: 1,
  name: 'eth0',
  rx_packets: 1_449_310,
  rx_errors: 12,
  tx_packets: 19_866,
  tx_errors: 0,
  addresses: [],
  flags: [],
  seen_by: ['netstat_i'],
}

export default defineRule({
  title: 'Receive or transmit errors',
  severity: 'low',
  attack: [],
  about:
    'The interface counts errors. Mostly cabling, duplex or a failing card; a flood or a tap on the line can cause them too.',
  innocent: [
    'a bad cable, a duplex mismatch, a failing card or driver',
    'errors from long ago: the counters run since boot',
  ],
  next: [
    'Take the counters again after some minutes: do they grow?',
    'Look at the kernel log for the interface, and at the switch port.',
  ],
  needs: ['interfaces'],
  sql: `
    SELECT i.host, NULL::TIMESTAMP AS ts,
      i.name || ' counts ' || coalesce(i.rx_errors, 0) || ' receive and ' || coalesce(i.tx_errors, 0) || ' transmit errors' ||
        coalesce(' in ' || i.rx_packets || ' packets received, ' || i.tx_packets || ' sent', '') AS summary,
      (SELECT list({artifact: p.artifact, line: p.line, off: p.off, len: p.len} ORDER BY p.artifact, p.off) FROM proofs p WHERE p.kind = 'interface' AND p.id = CAST(i.id AS VARCHAR)) AS evidence,
      [{kind: 'interface', id: CAST(i.id AS VARCHAR)}] AS subjects,
      CASE WHEN (coalesce(i.rx_errors, 0) + coalesce(i.tx_errors, 0)) * 100 > coalesce(i.rx_packets, 0) + coalesce(i.tx_packets, 0) THEN 'medium' ELSE 'low' END AS severity
    FROM interfaces i WHERE coalesce(i.rx_errors, 0) + coalesce(i.tx_errors, 0) > 0`,
  examples: {
    'twelve receive errors': { finds: 1, interfaces: [eth0] },
    'transmit errors only': { finds: 1, interfaces: [{ ...eth0, rx_errors: 0, tx_errors: 3 }] },
    none: { finds: 0, interfaces: [{ ...eth0, rx_errors: 0 }] },
    'not told': { finds: 0, interfaces: [{ ...eth0, rx_errors: null, tx_errors: null }] },
  },
})
