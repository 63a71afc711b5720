/** A list of processes as a tree by parent, for showing: what a branch holds, what is on show. Pure. */

export interface Proc {
  readonly id: string
  readonly host: number
  readonly pid: number
  readonly ppid: number | null
}
export interface Node<P extends Proc> {
  readonly proc: P
  readonly depth: number
  readonly children: number
  /** Whether it is the last of its parent's: the line in front of it ends here. */
  readonly last: boolean
  /** For each level above, whether its line goes on below. */
  readonly rails: readonly boolean[]
}

/**
 * Children by parent's id; roots under ''. A parent that no view saw makes a root. A PID that two rows share (a thread,
 * a reused PID) takes the first row. Cycles, which only a forged or torn capture has, are cut.
 */
export function children<P extends Proc>(procs: readonly P[]): Map<string, P[]> {
  const byPid = new Map<string, P>()
  for (const p of procs) {
    const key = `${p.host} ${p.pid}`
    if (!byPid.has(key)) byPid.set(key, p)
  }
  const found = new Map<string, P[]>()
  const parentOf = (p: P): P | null => {
    const parent = p.ppid === null ? undefined : byPid.get(`${p.host} ${p.ppid}`)
    return parent && parent.id !== p.id ? parent : null
  }
  const inCycle = (p: P): boolean => {
    const seen = new Set([p.id])
    for (let at = parentOf(p); at; at = parentOf(at)) {
      if (at.id === p.id) return true
      if (seen.has(at.id)) return false
      seen.add(at.id)
    }
    return false
  }
  for (const p of procs) {
    const parent = parentOf(p)
    // Of a cycle the lowest PID becomes the root; the others hang below it.
    const cut = parent && p.pid < parent.pid && inCycle(p)
    const key = parent && !cut ? parent.id : ''
    const list = found.get(key)
    if (list) list.push(p)
    else found.set(key, [p])
  }
  for (const list of found.values()) list.sort((a, b) => a.host - b.host || a.pid - b.pid)
  return found
}

/** The rows on show, in order, with closed branches left out. */
export function flatten<P extends Proc>(
  tree: ReadonlyMap<string, readonly P[]>,
  closed: ReadonlySet<string>,
): Node<P>[] {
  const found: Node<P>[] = []
  const walk = (list: readonly P[], depth: number, rails: readonly boolean[]) => {
    list.forEach((proc, i) => {
      const kids = tree.get(proc.id) ?? []
      const last = i === list.length - 1
      found.push({ proc, depth, children: kids.length, last, rails })
      if (kids.length > 0 && !closed.has(proc.id)) walk(kids, depth + 1, [...rails, !last])
    })
  }
  walk(tree.get('') ?? [], 0, [])
  return found
}

/** The ids above a process, nearest first: what must be open for it to be on show. */
export function above<P extends Proc>(tree: ReadonlyMap<string, readonly P[]>, id: string): string[] {
  const parent = new Map<string, string>()
  for (const [key, list] of tree) for (const p of list) parent.set(p.id, key)
  const found: string[] = []
  for (let at = parent.get(id); at; at = parent.get(at)) found.push(at)
  return found
}
