/**
 * A copy of a host's file system, or of its most telling folders: an unpacked image, a backup, what `tar -C /` wrote.
 *   etc/passwd  etc/os-release  var/log/auth.log  usr/bin/...  home/alice/.bash_history
 * At the top of the bundle, or below folders of its own (`evidence/web01/etc/passwd`).
 */
import type { LimitDraft } from '../../shared/limits'
import { defineImporter, type MemberRole } from '../define'
import { pidsUnder } from '../importers-lib/paths'

/** Each tells a file system by itself as little as any folder called `etc`; three of them are no accident. */
const MARKS: readonly RegExp[] = [
  /^etc\/passwd$/,
  /^(?:etc|usr\/lib)\/os-release$|^etc\/(?:debian_version|redhat-release|alpine-release|SuSE-release|slackware-version)$/,
  /^etc\/(?:hostname|fstab|shadow|group|hosts)$/,
  /^var\/log\/(?:messages|syslog|auth\.log|secure|wtmp|lastlog|journal\/|dmesg|dpkg\.log|audit\/)/,
  /^(?:usr\/)?s?bin\/[^/]+$/,
  /^(?:root|home\/[^/]+)\/\.[^/]+/,
  /^(?:usr\/)?lib(?:64)?\/[^/]+/,
  /^boot\/(?:vmlinuz|initrd|grub)/,
  /^var\/lib\/(?:dpkg|rpm)\//,
]

function rootOf(paths: readonly string[]): string | null {
  for (const path of paths) {
    const at = /(?:^|\/)etc\/(?:passwd|hostname|fstab|os-release|group)$/.exec(path)
    if (!at) continue
    const root = path.slice(0, at.index === 0 && path.startsWith('etc/') ? 0 : at.index + 1)
    if (marks(paths, root) >= 3) return root
  }
  return null
}
const marks = (paths: readonly string[], root: string): number =>
  MARKS.filter((mark) => paths.some((p) => p.startsWith(root) && mark.test(p.slice(root.length)))).length

export default defineImporter({
  title: 'Copy of a file system',
  recognise: (paths) => {
    const root = rootOf(paths)
    if (root === null) return 0
    // Beside other things (outputs of commands in the same folder) it is still the best reading of what mirrors a host.
    const inside = paths.filter((p) => p.startsWith(root)).length
    return inside * 2 >= paths.length ? Math.min(0.8, 0.5 + marks(paths, root) * 0.05) : 0.3
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths) ?? ''
    const zone = bundle.link(`${root}etc/localtime`)?.match(/zoneinfo\/(.+)$/)?.[1]
    const blind: LimitDraft[] = []
    if (pidsUnder(bundle.paths, `${root}proc/`).size === 0)
      blind.push({
        about: ['processes', 'sockets', 'open_files', 'interfaces', 'routes', 'neighbours'],
        says: 'A copy of files tells what is on the disk: running processes, sockets and open files were not captured.',
      })
    if (!bundle.paths.some((p) => p.startsWith(`${root}var/log/`)))
      blind.push({ about: ['logs'], says: 'The copy holds no /var/log.' })
    return {
      root,
      facts: { ...(zone ? { zone } : {}), blind },
      member: (path): MemberRole => ({
        command: null,
        hostPath: path.startsWith(root) ? `/${path.slice(root.length)}` : null,
        collector: false,
      }),
    }
  },
})
