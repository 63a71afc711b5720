/**
 * A process that looks like a thread of the kernel in a listing (`[kworker/0:1]`) and is none. A thread of the kernel has no
 * program file and, since Linux 2.6, kthreadd (PID 2) for a parent. ps puts brackets also around the name of an ordinary
 * process without arguments, which some programs wipe: only a name that the kernel uses makes it high.
 */
import { defineRule } from '../define'

const kthreadd = {
  id: 1,
  host: 1,
  pid: 2,
  ppid: 0,
  name: 'kthreadd',
  cmdline: '[kthreadd]',
  exe: null,
  kernel_thread: true,
}
const worker = { ...kthreadd, id: 2, pid: 20, ppid: 2, name: 'kworker/0:1', cmdline: '[kworker/0:1]' }
const fake = { ...worker, id: 3, pid: 4711, ppid: 1, kernel_thread: null, exe: null as string | null }

const KERNEL_NAMES =
  '^(kworker|ksoftirqd|kthreadd|migration|rcu_|kswapd|kcompactd|khugepaged|ksmd|kdevtmpfs|kauditd|kblockd|kintegrityd|watchdog|cpuhp|irq/|jbd2|ext4-|xfs|scsi_eh|md\\d|nfsd|loop\\d|oom_reaper|writeback|netns|kstrp|card\\d|idle_inject|edac-|devfreq|mm_percpu|inet_frag|crypto|bioset|ata_sff|dm-|kpsmoused|hwrng|usb-storage)'

export default defineRule({
  title: 'Process that poses as a thread of the kernel',
  severity: 'high',
  attack: ['T1036.011', 'T1036'],
  about:
    'In the process listing it stands in brackets like a thread of the kernel, but it has a program file, or a parent that threads of the kernel do not have.',
  innocent: [
    'an ordinary program that wiped its arguments: ps puts brackets around such names too',
    'a host older than Linux 2.6, whose kernel threads have init for a parent',
  ],
  next: [
    'Look at the program that it runs (/proc/<pid>/exe) and recover it from there before it ends.',
    'Look at what it holds open, and at its parent and start.',
  ],
  needs: ['processes'],
  sql: `
    WITH odd AS (
      SELECT p.*, regexp_matches(p.name, '${KERNEL_NAMES}') OR regexp_matches(ltrim(p.cmdline, '['), '${KERNEL_NAMES}') AS kernel_name
      FROM processes p
      WHERE p.cmdline LIKE '[%]' AND p.pid <> 2
        AND (p.exe IS NOT NULL OR p.kernel_thread = false
          OR (p.ppid NOT IN (0, 2) AND EXISTS (SELECT 1 FROM processes k WHERE k.host = p.host AND k.pid = 2 AND k.name LIKE '%kthreadd%')))
    )
    SELECT o.host, o.started AS ts,
      o.cmdline || ' (PID ' || o.pid || ') is no thread of the kernel: ' ||
        concat_ws(', ',
          CASE WHEN o.exe IS NOT NULL THEN 'it runs ' || o.exe END,
          CASE WHEN o.kernel_thread = false THEN 'the kernel says so' END,
          CASE WHEN o.ppid NOT IN (0, 2) THEN 'its parent is PID ' || o.ppid END) AS summary,
      (SELECT list({artifact: x.artifact, line: x.line, off: x.off, len: x.len} ORDER BY x.artifact, x.off) FROM proofs x WHERE x.kind = 'process' AND x.id = CAST(o.id AS VARCHAR)) AS evidence,
      [{kind: 'process', id: CAST(o.id AS VARCHAR)}] AS subjects,
      CASE WHEN o.kernel_name THEN NULL ELSE 'its name is not one that the kernel uses: it may have wiped its arguments' END AS likely,
      CASE WHEN o.kernel_name THEN 'high' ELSE 'low' END AS severity
    FROM odd o`,
  examples: {
    'it has a program': { finds: 1, processes: [kthreadd, worker, { ...fake, exe: '/usr/bin/perl' }] },
    'its parent is init': { finds: 1, processes: [kthreadd, worker, fake] },
    'the kernel says that it is none': { finds: 1, processes: [{ ...fake, ppid: null, kernel_thread: false }] },
    'threads of the kernel': { finds: 0, processes: [kthreadd, worker] },
    'a kernel of old, with init for a parent': {
      finds: 0,
      processes: [{ ...fake, name: 'keventd', cmdline: '[keventd]' }],
    },
    'one that ended': { finds: 0, processes: [kthreadd, { ...fake, cmdline: '[bash] <defunct>', exe: '/bin/bash' }] },
  },
})
