/**
 * One process from all views that saw it. A PID is not an identity: sights of one PID are one process only while their
 * start times can be the same; otherwise the PID was used again and they are two.
 */
import type { Instant } from '../../shared/time'
import { cutName, type Disagreement, disagreements, first, type ProofRow, proof, type SightOf } from './sights'

export type ProcessSight = SightOf<'process'> & {
  /** True when no process view said it: a socket or an open file names the PID. */
  readonly inferred?: boolean
}
export interface MergedProcess {
  readonly id: number
  readonly host: number
  readonly pid: number
  readonly ppid: number | null
  readonly user: string | null
  readonly uid: number | null
  readonly name: string
  readonly cmdline: string | null
  readonly exe: string | null
  readonly exe_deleted: boolean | null
  readonly tty: string | null
  readonly stat: string | null
  readonly kernel_thread: boolean | null
  readonly started: Instant | null
  readonly started_error: number | null
  readonly ended: null
  readonly cpu_time: number | null
  readonly memory: number | null
  /** Probes that saw it as a process; empty when only a socket or a file names its PID. */
  readonly seen_by: readonly string[]
}
export interface MergedProcesses {
  readonly rows: readonly MergedProcess[]
  readonly proofs: readonly ProofRow[]
  readonly disagreements: readonly Disagreement[]
  /** Ids of the processes of a PID; more than one when the PID was used again. */
  readonly byPid: (host: number, pid: number) => readonly number[]
}

/** ps computes starts from rounded uptimes: the same process may differ by this much between two runs. */
const JITTER = 2_000_000

interface Cluster {
  low: number
  high: number
  readonly sights: ProcessSight[]
}

/** Groups sights of one PID by start times that can be the same. */
export function lifetimes(sights: readonly ProcessSight[]): ProcessSight[][] {
  const dated = sights.filter((s) => s.started !== null)
  // The exact ones first, so that a coarse `Jun28` joins a lifetime rather than bridging two.
  dated.sort((a, b) => (a.started_error ?? 0) - (b.started_error ?? 0) || a.started! - b.started! || a.id - b.id)
  const clusters: Cluster[] = []
  for (const s of dated) {
    const slack = (s.started_error ?? 0) * 1_000_000 + JITTER
    const low = s.started! - slack
    const high = s.started! + slack
    const home = clusters.find((c) => low <= c.high && high >= c.low)
    if (!home) clusters.push({ low, high, sights: [s] })
    else {
      home.low = Math.max(home.low, low)
      home.high = Math.min(home.high, high)
      home.sights.push(s)
    }
  }
  const undated = sights.filter((s) => s.started === null)
  if (clusters.length === 0) return undated.length ? [[...undated]] : []
  for (const s of undated) {
    const home = clusters.find((c) => c.sights.some((o) => o.capture === s.capture)) ?? clusters[0]!
    home.sights.push(s)
  }
  return clusters.sort((a, b) => a.low - b.low).map((c) => c.sights.sort((a, b) => a.id - b.id))
}

/** More telling first: a whole command line beats a cut one, an executable beats none. */
const detail = (s: ProcessSight) => (s.exe ? 4 : 0) + (s.started_error === 0 ? 2 : 0) + (s.cmdline ? 1 : 0)

/** Views that give the kernel's own name of a process (comm); ps prints what the process calls itself, or part of it. */
const KERNEL_NAME: readonly string[] = ['proc_comm', 'proc_stat', 'proc_status']

function nameOf(sights: readonly ProcessSight[]): string | null {
  const named = sights.filter((s) => s.name.trim() !== '')
  return (named.find((s) => KERNEL_NAME.includes(s.probe)) ?? named[0])?.name ?? null
}

function says(s: ProcessSight): string {
  const what = s.cmdline ?? s.name
  const gone = s.exe_deleted ? `, its file ${s.exe ?? ''} deleted` : ''
  return `${s.probe} shows PID ${s.pid} as ${what.length > 80 ? `${what.slice(0, 79)}…` : what}${s.user ? ` of ${s.user}` : ''}${gone}`
}

export function mergeProcesses(sights: readonly ProcessSight[]): MergedProcesses {
  const groups = new Map<string, ProcessSight[]>()
  for (const s of sights) {
    const key = `${s.host}:${s.pid}`
    const group = groups.get(key)
    if (group) group.push(s)
    else groups.set(key, [s])
  }
  const ordered = [...groups.values()].sort((a, b) => a[0]!.host - b[0]!.host || a[0]!.pid - b[0]!.pid)
  const rows: MergedProcess[] = []
  const proofs: ProofRow[] = []
  const differ: Disagreement[] = []
  const pids = new Map<string, number[]>()
  for (const group of ordered) {
    for (const life of lifetimes(group)) {
      const id = rows.length + 1
      const best = [...life].sort((a, b) => detail(b) - detail(a) || a.id - b.id)
      const own = life.filter((s) => !s.inferred)
      const started = best
        .filter((s) => s.started !== null)
        .sort((a, b) => (a.started_error ?? 0) - (b.started_error ?? 0))[0]
      const cmdline = life.reduce<string | null>(
        (long, s) => (s.cmdline !== null && s.cmdline.length > (long?.length ?? -1) ? s.cmdline : long),
        null,
      )
      const { host, pid } = life[0]!
      // Brackets and a parent are hints (kernels before 2.6 have no kthreadd); memory that it has, or lacks, is proof.
      const told = best.filter((s) => s.kernel_thread !== null)
      const kernelThread = (told.find((s) => s.memory !== null) ?? told[0])?.kernel_thread ?? null
      rows.push({
        id,
        host,
        pid,
        ppid: first(best, 'ppid'),
        user: best.reduce<string | null>((u, s) => (s.user && (!u || /^\d+$|\+$/.test(u)) ? s.user : u), null),
        uid: first(best, 'uid'),
        name: nameOf([...own, ...best]) ?? `PID ${pid}`,
        cmdline: kernelThread && cmdline !== null && /^\[.*\]$/.test(cmdline) ? null : cmdline,
        exe: first(best, 'exe'),
        exe_deleted: best.some((s) => s.exe_deleted) ? true : first(best, 'exe_deleted'),
        tty: first(best, 'tty'),
        stat: first(best, 'stat'),
        kernel_thread: kernelThread,
        started: started?.started ?? null,
        started_error: started ? (started.started_error ?? 0) : null,
        ended: null,
        cpu_time: first(best, 'cpu_time'),
        memory: first(best, 'memory'),
        seen_by: [...new Set(own.map((s) => s.probe))],
      })
      const key = `${host}:${pid}`
      pids.set(key, [...(pids.get(key) ?? []), id])
      for (const s of life) proofs.push(proof('process', id, s, says(s)))
      differ.push(
        ...disagreements('process', id, 'user', life, cutName),
        ...disagreements('process', id, 'ppid', life, () => false),
        ...disagreements('process', id, 'exe', life, (a, b) => a === b),
        ...disagreements('process', id, 'name', life, cutName),
      )
    }
  }
  return { rows, proofs, disagreements: differ, byPid: (host, pid) => pids.get(`${host}:${pid}`) ?? [] }
}
