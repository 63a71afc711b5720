/**
 * A collection of UAC, the Unix-like Artifacts Collector (2.x and 3.x).
 *   uac.log  bodyfile/bodyfile.txt  live_response/network/netstat_-anp.txt  [root]/var/log/auth.log
 * File names are the command with `_` for blanks; UAC deletes empty outputs, so a missing file may mean that the
 * command printed nothing. Its log's lines: `2026-11-22 22:50:36 +0000 INF Hostname: web01.example.net`.
 */
import { parseIso } from '../../shared/time'
import { type BundleView, type CaptureFacts, defineImporter } from '../define'

const MARKS = ['live_response/', 'bodyfile/bodyfile.txt', '[root]/', 'uac.log', 'hash_executables/']

/** `live_response/network/netstat_-anp.txt` -> `netstat -anp`; null for files that are not command outputs. */
export function uacCommand(path: string): string | null {
  const m = /^live_response\/[^/]+\/(.+)\.txt$/.exec(path)
  if (!m || m[1]!.includes('/')) return null
  return m[1]!.replace(/^proc_net_/, 'cat /proc/net/').replaceAll('_', ' ')
}

function facts(bundle: BundleView, root: string): CaptureFacts {
  const log = bundle.read(`${root}uac.log`) ?? ''
  const said = (label: string) => new RegExp(`INF ${label}: *(.+)`).exec(log)?.[1]?.trim()
  const blind: string[] = []
  const as = said('Running as')
  if (as && as !== 'root')
    blind.push(`UAC ran as ${as}, not as root: sockets, open files and logs of others may be missing.`)
  if (!bundle.paths.includes(`${root}uac.log`))
    blind.push('uac.log is not in the bundle: when and how UAC ran is unknown.')
  if (bundle.paths.some((p) => p.startsWith(`${root}live_response/`)))
    blind.push('UAC deletes empty outputs: a missing output may mean an empty one or a missing tool.')
  const stamp = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} [+-]\d{4}) INF/m.exec(log)?.[1]
  const capturedAt = stamp ? parseIso(stamp) : null
  const os = said('Operating system')
  const host = said('Hostname')
  const zone = said('Time zone')
  // What its own helpers did not find (`_find_based_collector: No such file`) is about UAC's work files, not about the host.
  for (const m of log.matchAll(/ (?:WRN|ERR) (?!_)(.+)/g)) {
    if (blind.length < 50) blind.push(`UAC said: ${m[1]!.slice(0, 300)}`)
  }
  return {
    ...(host ? { host } : {}),
    ...(os ? { os } : {}),
    ...(zone ? { zone } : {}),
    ...(capturedAt !== null ? { capturedAt } : {}),
    blind,
  }
}

export default defineImporter({
  title: 'UAC collection',
  recognise: (paths) => {
    const root = rootOf(paths)
    const hits = MARKS.filter((mark) => paths.some((p) => p.startsWith(root + mark))).length
    return hits >= 2 ? Math.min(1, 0.6 + hits * 0.1) : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths)
    return {
      root,
      facts: facts(bundle, root),
      member: (path) => {
        const inner = path.slice(root.length)
        if (inner.startsWith('[root]/'))
          return { command: null, hostPath: `/${inner.slice('[root]/'.length)}`, collector: false }
        const command = uacCommand(inner)
        const collector = command === null && !inner.startsWith('live_response/') && !inner.startsWith('bodyfile/')
        return { command, hostPath: null, collector }
      },
    }
  },
})

/** A collection may lie in a folder of its own (`uac-web01-linux-20261122/`). */
function rootOf(paths: readonly string[]): string {
  const hit = paths.find((p) => p.includes('live_response/') || p.endsWith('uac.log'))
  if (!hit) return ''
  const at = hit.includes('live_response/') ? hit.indexOf('live_response/') : hit.lastIndexOf('/') + 1
  return hit.slice(0, at)
}
