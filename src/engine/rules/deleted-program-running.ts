/** A process runs from a file that is gone: `/proc/<pid>/exe -> /tmp/x (deleted)`, or lsof's `txt ... (deleted)`. */
import { defineRule } from '../define'

const proc = {
  id: 1,
  host: 1,
  pid: 10966,
  name: 'nscdd',
  exe: '/tmp/.x/nscdd (deleted)',
  exe_deleted: true,
  seen_by: ['ps'],
}

export default defineRule({
  title: 'Running program whose file was deleted',
  severity: 'high',
  attack: ['T1070.004', 'T1620'],
  about:
    'The program goes on running after its file was removed from disk: a common way to leave nothing behind for a look at the file system.',
  innocent: [
    'a package upgrade replaced the file and the service was not restarted',
    'a build or a container that was cleaned up',
  ],
  next: [
    'Recover the program from /proc/<pid>/exe before the process ends, and hash it.',
    'Look at its sockets, open files and parent; find when its directory was last changed.',
    'If the path is that of a package, check the package log for an upgrade at that time.',
  ],
  needs: ['processes'],
  sql: `
    SELECT p.host, p.started AS ts, p.name || ' (PID ' || p.pid || ') runs from ' || regexp_replace(coalesce(p.exe, 'a file'), ' \\(deleted\\)$', '') || ', which was deleted' AS summary,
      (SELECT list({artifact: x.artifact, line: x.line, off: x.off, len: x.len} ORDER BY x.artifact, x.off) FROM proofs x WHERE x.kind = 'process' AND x.id = CAST(p.id AS VARCHAR)) AS evidence,
      [{kind: 'process', id: CAST(p.id AS VARCHAR)}] AS subjects,
      CASE WHEN regexp_replace(coalesce(p.exe, ''), ' \\(deleted\\)$', '') = '/' THEN 'helpers that the kernel starts from its own memory (bpfilter_umh) have no file'
           WHEN p.exe SIMILAR TO '/(usr|bin|sbin|lib|lib64|opt)/.*' THEN 'a file of the system is often replaced by an upgrade while its service goes on' END AS likely,
      CASE WHEN regexp_replace(coalesce(p.exe, ''), ' \\(deleted\\)$', '') = '/' THEN 'low'
           WHEN p.exe SIMILAR TO '/(usr|bin|sbin|lib|lib64|opt)/.*' THEN 'medium' ELSE 'high' END AS severity
    FROM processes p WHERE p.exe_deleted`,
  examples: {
    'gone from /tmp': { finds: 1, processes: [proc] },
    'a replaced daemon': { finds: 1, processes: [{ ...proc, exe: '/usr/sbin/sshd' }] },
    'a helper of the kernel itself': { finds: 1, processes: [{ ...proc, name: 'none', exe: '/ (deleted)' }] },
    'still there': { finds: 0, processes: [{ ...proc, exe_deleted: false }] },
    'not known': { finds: 0, processes: [{ ...proc, exe_deleted: null }] },
  },
})
