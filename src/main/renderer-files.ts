import { join, relative, resolve } from 'node:path'

/** The page's own scheme: unlike file: it has an origin, and a header can carry the policy. */
export const SCHEME = 'app'
export const HOST = 'vestigo'

/** The file that an address of ours names under `root`, or null when it names none. */
export function fileOf(root: string, address: string): string | null {
  const { host, pathname } = new URL(address)
  if (host !== HOST) return null
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path.includes('\0')) return null
  const file = resolve(join(root, path === '/' ? 'index.html' : path))
  const inside = relative(root, file)
  return inside === '' || inside.startsWith('..') || resolve(inside) === inside ? null : file
}
