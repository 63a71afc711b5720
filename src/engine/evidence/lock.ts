/**
 * One writer per case: `lock` holds {"pid":4711,"host":"desk","started":"8123456","since":"2025-..."}. A lock whose process is
 * gone (or whose number now belongs to another process) is stale and taken over; one from another machine is not judged.
 */
import { readFileSync } from 'node:fs'
import { open, readFile, rename, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../../shared/fault'

interface Holder {
  readonly pid: number
  readonly host: string
  /** Start time from /proc, where there is one: tells a process from a later one of the same number. */
  readonly started: string | null
  readonly since: string
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the command in field 2 may hold spaces and parentheses. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function alive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(holder.pid)
  return now === null || holder.started === null || now === holder.started
}

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Holder
    return Number.isSafeInteger(value?.pid) && value.pid > 0 && typeof value.host === 'string' ? value : null
  } catch {
    return null
  }
}

/**
 * Takes the lock; call what it returns to let go.
 * Errors: Fault `locked`, naming who holds it (detail: pid, host, since).
 */
export async function takeLock(root: string): Promise<() => Promise<void>> {
  const path = join(root, 'lock')
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    started: startOf(process.pid),
    since: new Date().toISOString(),
  }
  const text = `${JSON.stringify(mine)}\n`
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600)
      await file.writeFile(text).finally(() => file.close())
      return async () => {
        // Only our own: after a suspend another process may have judged us gone.
        if ((await readFile(path, 'utf8').catch(() => '')) === text) await unlink(path).catch(() => {})
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const found = await readFile(path, 'utf8').catch(() => '')
    const holder = parse(found)
    // An empty or broken lock was cut by a crash, or is being written this moment: looked at again before it is taken over.
    if (!holder && attempt < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      continue
    }
    if (holder && (holder.host !== mine.host || alive(holder)))
      throw new Fault('locked', `the case is open in process ${holder.pid} on ${holder.host} since ${holder.since}`, {
        pid: holder.pid,
        host: holder.host,
        since: holder.since,
      })
    // Moved aside first: of two that saw the same stale lock, one fails here and looks again.
    const aside = `${path}.stale-${process.pid}-${attempt}`
    if (
      await rename(path, aside).then(
        () => true,
        () => false,
      )
    )
      await unlink(aside).catch(() => {})
  }
  throw new Fault('locked', 'the lock of the case could not be taken')
}
