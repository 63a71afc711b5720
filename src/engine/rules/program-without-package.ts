/** sos asked the package manager whom each running program belongs to, and for some the answer was: to nobody. */
import { defineRule } from '../define'

const row = {
  host: 1,
  artifact: 1,
  line: 7,
  off: 90,
  len: 60,
  pid: 702,
  path: '/opt/app/listener',
  package: null,
  said: 'unknown',
}
const sshd = {
  ...row,
  pid: 671,
  path: '/usr/sbin/sshd',
  package: 'openssh-server',
  said: 'openssh-server: /usr/sbin/sshd',
}

export default defineRule({
  title: 'Running program of no package',
  severity: 'low',
  attack: ['T1036.005', 'T1543'],
  about:
    'Each of these programs runs and belongs to no package that the package manager knows: it was put there by other means than an installation.',
  innocent: [
    'software of one’s own or of a vendor, installed below /opt, /usr/local or a home directory',
    'programs of a container, or of another package system (snap, flatpak, pip)',
  ],
  next: [
    'Ask who installed each, and compare its hash with one from its maker.',
    'Programs in the system’s own folders (/usr/bin, /usr/sbin) that belong to no package deserve the first look.',
  ],
  needs: ['sos_pid_packages'],
  sql: `
    WITH own AS (
      SELECT *, path SIMILAR TO '/(usr/)?(s?bin|lib|lib64|libexec)/.*' AS system, path SIMILAR TO '/(tmp|var/tmp|dev/shm)/.*' AS temporary
      FROM sos_pid_packages WHERE package IS NULL AND path LIKE '/%')
    SELECT host, NULL::TIMESTAMP AS ts,
      count(DISTINCT path) || CASE WHEN count(DISTINCT path) = 1 THEN ' program runs' ELSE ' programs run' END ||
        ' that no package owns: ' || string_agg(DISTINCT path || ' (PID ' || pid || ')', ', ' ORDER BY path || ' (PID ' || pid || ')') AS summary,
      list({artifact: artifact, line: line, off: off, len: len} ORDER BY artifact, off) AS evidence,
      (SELECT list({kind: 'process', id: CAST(p.id AS VARCHAR)} ORDER BY p.id) FROM processes p WHERE p.host = own.host AND list_contains(list(own.pid), p.pid)) AS subjects,
      CASE WHEN bool_or(temporary) THEN 'high' WHEN bool_or(system) THEN 'medium' ELSE 'low' END AS severity
    FROM own GROUP BY host`,
  examples: {
    'one below /opt': { finds: 1, sos_pid_packages: [row, sshd] },
    'one in the folder for temporary files': { finds: 1, sos_pid_packages: [{ ...row, path: '/tmp/.x11' }] },
    'all belong to packages': { finds: 0, sos_pid_packages: [sshd] },
  },
})
