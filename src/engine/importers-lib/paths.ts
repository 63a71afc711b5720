/** Where a bundle begins, and what its paths mean on the host. */

/** A command's name as collectors make file names of it: `_` for blanks, in a token `.` for `/` (`_.var.log`). */
export const commandOfName = (name: string): string =>
  name
    .replaceAll('_', ' ')
    .split(' ')
    .map((token) => (/^\.[a-z][\w.-]*$/.test(token) ? token.replaceAll('.', '/') : token))
    .join(' ')
    .trim()

/** The folder before the first of some marks in any path, with its slash; empty when they are at the top. */
export function rootBefore(paths: readonly string[], marks: readonly string[]): string | null {
  let best: string | null = null
  for (const path of paths)
    for (const mark of marks) {
      const at = path.startsWith(mark) ? 0 : path.indexOf(`/${mark}`) + 1
      if (at === 0 && !path.startsWith(mark)) continue
      const root = path.slice(0, at)
      if (best === null || root.length < best.length) best = root
    }
  return best
}

/** Numbers of processes that lie under `<root>proc/<pid>/`. */
export function pidsUnder(paths: readonly string[], prefix: string): Set<string> {
  const pids = new Set<string>()
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue
    const pid = /^(\d{1,10})\//.exec(path.slice(prefix.length))?.[1]
    if (pid) pids.add(pid)
  }
  return pids
}
