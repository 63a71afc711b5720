/**
 * A collection of UAC, the Unix-like Artifacts Collector (2.x and 3.x): tar, tar.gz, zip, or a folder (format `none`).
 *   uac.log  bodyfile/bodyfile.txt  live_response/network/netstat_-anp.txt  [root]/var/log/auth.log
 * File names are the command with `_` for blanks and commas; UAC deletes empty outputs, so a missing file may mean that
 * the command printed nothing. 2.x keeps what a command said on its error output beside it (`ps.txt.stderr`).
 * `[root]` is the mount point's content: of a mounted image, its paths begin with that mount point.
 */
import { type BundleView, defineImporter, type MemberRole } from '../define'
import { rootBefore } from '../importers-lib/paths'
import { uacCommand } from '../importers-lib/uac-command'
import { uacFacts } from '../importers-lib/uac-facts'

const MARKS = ['live_response/', 'bodyfile/bodyfile.txt', '[root]/', 'uac.log', 'hash_executables/', 'chkrootkit/']
const rootOf = (paths: readonly string[]): string => rootBefore(paths, ['live_response/', 'uac.log', '[root]/']) ?? ''

export default defineImporter({
  title: 'UAC collection',
  recognise: (paths) => {
    const root = rootOf(paths)
    const hits = MARKS.filter((mark) => paths.some((p) => p.startsWith(root + mark))).length
    return hits >= 2 ? Math.min(1, 0.6 + hits * 0.1) : 0
  },
  open: (bundle: BundleView) => {
    const root = rootOf(bundle.paths)
    const { facts, mountPoint } = uacFacts(bundle, root)
    const mounted = mountPoint === '/' ? '' : mountPoint.replace(/\/$/, '')
    return {
      root,
      facts,
      member: (path): MemberRole => {
        const inner = path.slice(root.length)
        if (inner.startsWith('[root]/')) {
          const full = `/${inner.slice('[root]/'.length)}`
          const hostPath = mounted !== '' && full.startsWith(`${mounted}/`) ? full.slice(mounted.length) : full
          return { command: null, hostPath, collector: false }
        }
        const command = uacCommand(inner)
        const own = command === null && !/^(?:live_response|bodyfile|system|hash_executables|chkrootkit)\//.test(inner)
        return { command, hostPath: null, collector: own || inner.endsWith('.stderr') }
      },
    }
  },
})
