/** An account other than root with user id 0. */
import { defineRule } from '../define'

const root = { id: 1, host: 1, name: 'root', uid: 0, home: '/root', shell: '/bin/bash', seen_by: ['passwd'] }

export default defineRule({
  title: 'Second account with user id 0',
  severity: 'high',
  attack: ['T1136.001', 'T1098'],
  about: 'Whoever logs in to this account is root, whatever its name says.',
  innocent: ['toor on the BSDs', 'an administrator who wanted a second root shell'],
  next: [
    'Find when it was made (useradd in the logs, change time of /etc/passwd) and who was logged in then.',
    'Look for logins to it.',
  ],
  needs: ['accounts'],
  sql: `
    SELECT a.host, (SELECT min(c.ts) FROM account_change c WHERE c.host = a.host AND c.account = a.name) AS ts,
      'account ' || a.name || ' has user id 0' || coalesce(', home ' || a.home, '') AS summary,
      (SELECT list({artifact: p.artifact, line: p.line, off: p.off, len: p.len} ORDER BY p.artifact, p.off) FROM proofs p WHERE p.kind = 'account' AND p.id = CAST(a.id AS VARCHAR))
        || coalesce((SELECT list({artifact: c.artifact, line: c.line, off: c.off, len: c.len} ORDER BY c.ts) FROM account_change c WHERE c.host = a.host AND c.account = a.name), []) AS evidence,
      [{kind: 'user', id: a.name}] AS subjects,
      CASE WHEN a.name = 'toor' THEN 'toor is the usual second root account of the BSDs' END AS likely,
      CASE WHEN a.name = 'toor' THEN 'info' ELSE 'high' END AS severity
    FROM accounts a WHERE a.uid = 0 AND a.name <> 'root'`,
  examples: {
    'nfsadm is root': { finds: 1, accounts: [root, { ...root, id: 2, name: 'nfsadm', home: '/tmp/.x' }] },
    'root alone': { finds: 0, accounts: [root] },
    'an ordinary account': { finds: 0, accounts: [root, { ...root, id: 2, name: 'helen', uid: 500 }] },
  },
})
