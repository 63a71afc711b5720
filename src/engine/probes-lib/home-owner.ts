/** Whose home a path lies in: `/home/alice/.bash_history` alice, `/root/.ssh/known_hosts` root; null for others. */
export function homeOwner(path: string): string | null {
  const m = /(?:^|\/)(?:home|Users|export\/home)\/([^/]+)\/|(?:^|\/)(root)\//.exec(path)
  return m ? (m[1] ?? m[2]!) : null
}
