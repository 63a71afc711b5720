/** A port answers from outside, and the host does not list a listener there. */
import { defineRule } from '../define'

const open = {
  host: 1,
  ts: '2025-03-04 09:00:00',
  address: '192.0.2.10',
  port: 31337,
  claimed: false,
  result: 'open',
  ms: 0.4,
  artifact: 1,
  line: 1,
  off: 0,
  len: 90,
}

export default defineRule({
  title: 'Port answers that the host does not list',
  severity: 'high',
  attack: ['T1014'],
  about:
    'From outside a connection to the port succeeds, but the host’s own list of sockets has no listener there: the list is incomplete, or something in between answers.',
  innocent: [
    'a firewall, load balancer or address translation answers in place of the host',
    'the service was started between the listing and the attempt',
    'the listener lives in another network namespace (a container with a published port)',
  ],
  next: [
    'Compare with the kernel’s own table, read over sftp or by a trusted program.',
    'Look at the rules of the packet filter for redirections.',
    'Speak to the port from a safe machine and see what it says.',
  ],
  needs: ['collect_connects'],
  sql: `
    SELECT c.host, c.ts, 'TCP port ' || c.port || ' of ' || c.address || ' answers, and the host lists no listener there' AS summary,
      [{artifact: c.artifact, line: c.line, off: c.off, len: c.len}] AS evidence,
      [{kind: 'port', id: CAST(c.port AS VARCHAR)}] AS subjects
    FROM collect_connects c WHERE c.result = 'open' AND NOT c.claimed`,
  examples: {
    'open and not listed': { finds: 1, collect_connects: [open] },
    'open and listed': { finds: 0, collect_connects: [{ ...open, claimed: true }] },
    refused: { finds: 0, collect_connects: [{ ...open, result: 'refused' }] },
  },
})
