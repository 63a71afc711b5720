/** Ten or more failed logins over ssh from one address, then one that works, within a quarter of an hour. */
import { defineRule } from '../define'

const tried = {
  host: 1,
  event: 1,
  ts: '2025-03-04 09:00:00',
  account: 'root',
  address: '203.0.113.9',
  accepted: false,
  method: 'password',
  count: 1,
  artifact: 1,
  off: 0,
  len: 50,
}
const times = (n: number, row: object) => Array.from({ length: n }, () => row) as (typeof tried)[]
const worked = { ...tried, ts: '2025-03-04 09:05:00', accepted: true }

export default defineRule({
  title: 'Password guessed over ssh',
  severity: 'critical',
  attack: ['T1110.001', 'T1021.004'],
  about: 'Many failed logins from one address end in one that works: the password was guessed, or tried from a list.',
  innocent: ['someone who forgot a password and remembered it', 'a job with a stale password that was then corrected'],
  next: [
    'Follow the session: what ran, what was changed, what was opened from that address after the login.',
    'Lock the account, end its sessions, and look for the same address on other hosts.',
    'Ask the owner of the account whether it was them.',
  ],
  needs: ['ssh_auth'],
  given: `SELECT 1 FROM ssh_auth WHERE accepted AND coalesce(method, '') <> 'publickey' LIMIT 1`,
  sql: `
    WITH win AS (
      SELECT ok.host, ok.ts, ok.account, ok.address, ok.event, ok.artifact, ok.off, ok.len,
        sum(coalesce(bad.count, 1)) AS failures, min(bad.ts) AS since,
        list({artifact: bad.artifact, line: NULL::INTEGER, off: bad.off, len: bad.len} ORDER BY bad.ts, bad.off) AS tries
      FROM ssh_auth ok JOIN ssh_auth bad ON bad.host = ok.host AND bad.address = ok.address
      WHERE ok.accepted AND NOT bad.accepted AND bad.ts BETWEEN ok.ts - INTERVAL 15 MINUTES AND ok.ts AND coalesce(ok.method, '') <> 'publickey' AND bad.method IS NOT NULL
      GROUP BY ALL HAVING sum(coalesce(bad.count, 1)) >= 10
    ),
    -- Later logins of the same account from there add nothing.
    numbered AS (SELECT *, row_number() OVER (PARTITION BY host, account, address ORDER BY ts) AS nth FROM win)
    SELECT host, ts, failures || ' failed logins from ' || address || ', then ' || account || ' got in' AS summary,
      [{artifact: artifact, line: NULL::INTEGER, off: off, len: len}] || list_slice(tries, 1, 24) AS evidence,
      [{kind: 'event', id: CAST(event AS VARCHAR)}, {kind: 'address', id: address}, {kind: 'user', id: account}] AS subjects
    FROM numbered WHERE nth = 1`,
  examples: {
    'guessed at the eleventh try': { finds: 1, ssh_auth: [...times(10, tried), worked] },
    'one line that stands for many': { finds: 1, ssh_auth: [{ ...tried, count: 12 }, worked] },
    'nine tries are not ten': { finds: 0, ssh_auth: [...times(9, tried), worked] },
    'never got in': { finds: 0, ssh_auth: times(50, tried) },
    'the one that works comes an hour later': {
      finds: 0,
      ssh_auth: [...times(20, tried), { ...worked, ts: '2025-03-04 10:05:00' }],
    },
    'from another address': { finds: 0, ssh_auth: [...times(20, tried), { ...worked, address: '10.0.0.7' }] },
  },
})
