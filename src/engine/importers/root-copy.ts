/**
 * A copy of a host's file system, or of its most telling folders: an unpacked image, a backup, what `tar -C /` wrote.
 *   etc/passwd  etc/os-release  var/log/auth.log  usr/bin/...  home/alice/.bash_history
 * At the top of the bundle, or below folders of its own (`evidence/web01/etc/passwd`).
 */
import { defineImporter, type MemberRole } from '../define'

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

/** Folders at the root of a Unix host. */
const STANDARD =
  /^(?:bin|boot|data|dev|etc|export|home|lib|lib32|lib64|libexec|Library|lost\+found|media|mnt|net|nix|opt|private|proc|root|run|sbin|snap|srv|stand|sys|System|tmp|Users|usr|var|zroot)\//

/** Roots that are tried: a bundle may be made to hold any number of folders called etc. */
const TRIED = 20

function rootOf(paths: readonly string[]): string | null {
  const roots = new Set<string>()
  for (const path of paths) {
    const at = /(?:^|\/)etc\/(?:passwd|hostname|fstab|os-release|group)$/.exec(path)
    if (at) roots.add(path.slice(0, at.index === 0 && path.startsWith('etc/') ? 0 : at.index + 1))
  }
  const tried = [...roots].sort((a, b) => a.split('/').length - b.split('/').length).slice(0, TRIED)
  return tried.find((root) => marks(paths, root) >= 3) ?? null
}
const marks = (paths: readonly string[], root: string): number =>
  MARKS.filter((mark) => paths.some((p) => p.startsWith(root) && mark.test(p.slice(root.length)))).length

export default defineImporter({
  title: 'Copy of a file system',
  recognise: (paths) => {
    const root = rootOf(paths)
    if (root === null) return 0
    // Outputs of commands beside the mirrored folders: that is no copy, and says more than files do.
    const standard = paths.filter((p) => p.startsWith(root) && STANDARD.test(p.slice(root.length))).length
    return standard >= paths.length * 0.9 ? Math.min(0.8, 0.5 + marks(paths, root) * 0.05) : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths) ?? ''
    const zone = bundle.link(`${root}etc/localtime`)?.match(/zoneinfo\/(.+)$/)?.[1]
    return {
      root,
      facts: zone ? { zone } : {},
      member: (path): MemberRole => ({
        command: null,
        hostPath: path.startsWith(root) ? `/${path.slice(root.length)}` : null,
        collector: false,
      }),
    }
  },
})
