/** A listener whose program and port are not in the policy of expected services. */
import { defineRule } from '../define'

const open = {
  id: 1,
  host: 1,
  proto: 'tcp',
  local_address: '0.0.0.0',
  local_port: 48411,
  state: 'LISTEN',
  listening: true,
  pid: 9,
  program: 'nscdd',
  owners: ['9/nscdd'],
  owner_visible: true,
  seen_by: ['netstat'],
}

export default defineRule({
  title: 'Listener that is not expected',
  severity: 'medium',
  attack: ['T1571', 'T1543'],
  about: 'A program waits for connections on a port that the policy of expected services does not name for it.',
  innocent: [
    'a service that the site runs and that nobody put in the policy',
    'a client program that binds a port for replies',
  ],
  next: [
    'Ask who installed it and since when it runs; look at its file, its parent and its open files.',
    'If it belongs here, adopt or extend the policy, so that it stays quiet next time.',
  ],
  needs: ['sockets'],
  sql: `
    SELECT s.host, NULL::TIMESTAMP AS ts,
      s.program || ' (PID ' || coalesce(CAST(s.pid AS VARCHAR), '?') || ') listens on ' || s.proto || ' ' || coalesce(s.local_address, '*') || ':' || s.local_port || coalesce(' (' || s.service || ')', '') || ', which is not among the expected services' AS summary,
      (SELECT list({artifact: p.artifact, line: p.line, off: p.off, len: p.len} ORDER BY p.artifact, p.off) FROM proofs p WHERE p.kind = 'socket' AND p.id = CAST(s.id AS VARCHAR)) AS evidence,
      [{kind: 'socket', id: CAST(s.id AS VARCHAR)}]
        || coalesce((SELECT list({kind: t.b_kind, id: t.b_id}) FROM ties t WHERE t.a_kind = 'socket' AND t.a_id = CAST(s.id AS VARCHAR) AND t.b_kind = 'process'), []) AS subjects,
      CASE WHEN (SELECT bool_or(adopted) FROM policy_state) THEN 'medium'
           WHEN s.local_address IN ('127.0.0.1', '::1') THEN 'info' ELSE 'low' END AS severity
    FROM sockets s
    WHERE s.listening AND s.program IS NOT NULL AND s.local_port > 0 AND (s.proto LIKE 'tcp%' OR s.proto LIKE 'udp%')
      AND NOT EXISTS (
        SELECT 1 FROM policy_listeners l
        WHERE (l.proto = '*' OR l.proto = rtrim(s.proto, '6')) AND (l.port = '*' OR l.port = CAST(s.local_port AS VARCHAR))
          AND (l.program = '*' OR s.program GLOB l.program OR split_part(s.program, ' ', 1) GLOB l.program))`,
  examples: {
    'not in the baseline': { finds: 1, sockets: [open] },
    'sshd on 22': { finds: 0, sockets: [{ ...open, program: 'sshd', local_port: 22 }] },
    'sshd on another port': { finds: 1, sockets: [{ ...open, program: 'sshd', local_port: 2222 }] },
    'a pattern with a star': { finds: 0, sockets: [{ ...open, program: 'rpc.mountd', local_port: 32769 }] },
    'the policy names it': {
      finds: 0,
      sockets: [open],
      policy_listeners: [{ program: 'nscdd', proto: 'tcp', port: '48411' }],
    },
    'a connection is not a listener': { finds: 0, sockets: [{ ...open, listening: false }] },
  },
})
