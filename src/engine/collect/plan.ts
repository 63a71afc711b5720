/** What a collection would do, before it does anything. */
import type { CollectMode, CollectPlan, PlannedStep, Reach } from '../../shared/collect'
import type { ProbeSpec } from './catalogue'
import { type Profile, stepsOf } from './profiles'

const OF_COMMAND =
  'Starts a program: the times of last access of it and its libraries may change, where the file system keeps them.'
const OF_FILES = 'Reads files: their times of last access may change, where the file system keeps them.'

function stepOf(probe: ProbeSpec, mode: CollectMode): PlannedStep | null {
  const files = [...(probe.files ?? []), ...(probe.links ?? []), ...(mode === 'sftp' ? (probe.listing ?? []) : [])]
  const commands = mode === 'sftp' ? [] : (probe.commands ?? [])
  if (commands.length === 0 && files.length === 0) return null
  return {
    probe: probe.id,
    title: probe.title,
    purpose: probe.purpose,
    trace: probe.trace ?? [commands.length > 0 && OF_COMMAND, files.length > 0 && OF_FILES].filter(Boolean).join(' '),
    commands,
    files,
    root: probe.root,
    seconds: probe.seconds,
    bytes: probe.bytes,
  }
}

export function planOf(
  profile: Profile,
  mode: CollectMode,
  { trusted = null, reach = null }: { readonly trusted?: string | null; readonly reach?: Reach | null } = {},
): CollectPlan {
  const steps = stepsOf(profile, mode).flatMap((probe) => stepOf(probe, mode) ?? [])
  const { logs } = profile
  if (mode === 'exec' && (profile.views || trusted))
    steps.push({
      probe: 'views',
      title: 'Views compared',
      purpose: 'What the host’s own programs leave out: processes and listeners, beside what is seen without them.',
      trace: `${OF_COMMAND} The server’s sftp process is started.`,
      commands: ['ps -e -o pid= -o comm=', 'ls /proc', 'ss -lntu', 'netstat -lntu'],
      files: ['/proc', '/proc/net/tcp', '/proc/net/tcp6', '/proc/net/udp', '/proc/net/udp6'],
      root: 'no',
      seconds: 30,
      bytes: 16 << 20,
    })
  if (mode === 'exec' && reach)
    steps.push({
      probe: 'reach',
      title: 'Reachability',
      purpose: 'The way between this machine and the host, from both sides, and which ports answer from outside.',
      trace: `Packets: ping and traceroute both ways, and a TCP connection to each port that the host lists${reach.ports ? ` and to ${reach.ports}` : ''}. Services that log connections log these.`,
      commands: ['ping -n -c 5 TARGET', 'traceroute -n -w 2 TARGET'],
      files: [],
      root: 'no',
      seconds: 60,
      bytes: 1 << 20,
    })
  if (logs)
    steps.push({
      probe: 'logs',
      title: 'Logs',
      purpose: 'What the host wrote down.',
      trace: OF_FILES,
      commands: [],
      files: [
        ...logs.folders.map((f) => `${f}/**`),
        ...logs.files,
        ...(logs.deleted ? ['/proc/[0-9]*/fd/* of deleted logs'] : []),
      ],
      root: 'more',
      seconds: 0,
      bytes: logs.most,
    })
  const always = [
    'A login: lines in the authentication log, and a record in lastlog where sshd keeps one; no terminal is asked for, so wtmp gets none.',
    ...(mode === 'exec'
      ? [
          'With sudo: a line in the authentication log for each command. Every command line carries a tag by which it is known again.',
        ]
      : ['No command is run; the server’s own sftp process is started.']),
    trusted
      ? `A busybox of yours (${trusted}) is written to a folder in memory (/dev/shm, else a temporary folder), used instead of the host’s own programs, and removed at the end. Nothing else is written to the host.`
      : 'Nothing is written to the host.',
  ]
  return { profile: profile.id, title: profile.title, about: profile.about, mode, steps, always }
}
