/**
 * A sosreport (sos 3.x, 4.x): `sosreport-web01-2026-11-22-yquepgp/` with `sos_commands/<plugin>/<command>`,
 * `sos_reports/manifest.json`, and /etc, /proc, /var mirrored. The manifest names each command and how it ended; without it
 * the file name tells. A file over the size limit is kept as its end under `sos_strings/`, with a link in its place:
 *   var/log/auth.log -> ../../sos_strings/logs/var.log.auth.log.tailed
 */
import { type BundleView, defineImporter, type MemberRole } from '../define'
import { commandOfName, rootBefore } from '../importers-lib/paths'
import { sosFacts } from '../importers-lib/sos-facts'
import { readManifest } from '../importers-lib/sos-manifest'

const MARKS = ['sos_commands/', 'sos_reports/']
const rootOf = (paths: readonly string[]): string => rootBefore(paths, MARKS) ?? ''

/** Folders that plugins copy whole: their files are not outputs of a command of that name. */
const COPIED = /^sos_commands\/[^/]+\/(?:lvmdump|.*\.d)\//

/** `sos_commands/networking/netstat_-W_-neopa` -> `netstat -W -neopa`; outputs of containers lie a folder deeper. */
export function sosCommand(path: string): string | null {
  if (COPIED.test(path)) return null
  const name = /^sos_commands\/[^/]+\/(?:[^/]+\/){0,2}([^/]+)$/.exec(path)?.[1]
  // What a plugin wrote itself (JSON, XML, SVG, a log) is not what a command printed; a token of `.var.log` is a path.
  const own = /\.(?:json|xml|svg|ya?ml|html|conf|log|tgz)$/.test(name?.split('_').at(-1)?.replace(/^\..*/, '') ?? '')
  return name && !own ? commandOfName(name) : null
}

/** Tailed files by the place that they were taken from: the link in that place names them. */
function tailedOf(bundle: BundleView, root: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  if (!bundle.paths.some((p) => p.startsWith(`${root}sos_strings/`))) return out
  for (const path of bundle.paths) {
    const target = path.startsWith(`${root}sos_strings/`) ? null : bundle.link(path)
    const at = target?.indexOf('sos_strings/') ?? -1
    if (at >= 0) out.set(target!.slice(at), path.slice(root.length))
  }
  return out
}

export default defineImporter({
  title: 'sosreport',
  recognise: (paths) => {
    const root = rootOf(paths)
    const has = (part: string) => paths.some((p) => p.startsWith(root + part))
    return has('sos_commands/') ? (has('sos_reports/') || has('version.txt') ? 0.98 : 0.85) : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths)
    const manifest = readManifest(bundle.read(`${root}sos_reports/manifest.json`, 64 << 20))
    const tailed = tailedOf(bundle, root)
    const command = (inner: string) => manifest.commands.get(inner)?.exec ?? sosCommand(inner)
    return {
      root,
      facts: sosFacts(bundle, root, manifest),
      member: (path): MemberRole => {
        const inner = path.slice(root.length)
        if (inner.startsWith('sos_strings/')) {
          const from = tailed.get(inner)
          const end = /\.tailed$/.test(inner)
          const cut = end ? 'tailed: sos brought only its end, up to its size limit' : null
          if (from?.startsWith('sos_commands/'))
            return { command: command(from), hostPath: null, collector: false, ...(cut ? { cut } : {}) }
          return { command: null, hostPath: from ? `/${from}` : null, collector: false, ...(cut ? { cut } : {}) }
        }
        const printed = command(inner)
        const ended = manifest.commands.get(inner)?.code
        const collector = /^(?:sos_reports|sos_logs)\/|^version\.txt$/.test(inner)
        // The manifest's copies of whole files keep their place; the rest of sos_commands is not of the host.
        const hostPath =
          printed === null && !collector && !inner.startsWith('sos_commands/') && inner.includes('/')
            ? `/${inner}`
            : null
        return {
          command: printed,
          hostPath,
          collector,
          ...(ended === 124 ? { cut: 'timeout: sos stopped the command at its time limit' } : {}),
          ...(inner.endsWith('.tailed') ? { cut: 'tailed: sos brought only its end, up to its size limit' } : {}),
        }
      },
    }
  },
})
