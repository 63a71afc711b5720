/** What a package manager's log says of packages, as columns: yum, dnf, dpkg and apt. */
import { list, logDetails, optional, text } from '../../define'
import { lineOf } from './line-of'

const columns = {
  action: optional(text('What was done, in the manager’s own word')),
  package_name: optional(text('Package')),
  version: optional(text('Version, with epoch and release')),
  old_version: optional(text('Version that was there before')),
  architecture: optional(text('Architecture')),
  packages: list('All packages of the line, as printed, where there are several'),
  command_line: optional(text('Command that was typed')),
  requested_by: optional(text('Who asked for it')),
}
const none = {
  action: null,
  package_name: null,
  version: null,
  old_version: null,
  architecture: null,
  packages: [],
  command_line: null,
  requested_by: null,
} as const

/** `1:openssl-libs-1.0.1e-51.el7_2.5.x86_64`, `nmap-3:7.92-1.el9.x86_64`, `telnet`: name, epoch:version-release, architecture. */
function nevra(text: string): { package_name: string; version: string | null; architecture: string | null } {
  const m =
    /^(?:(\d+):)?(.+)-(?:(\d+):)?([^-:\s]+)-([^-\s]+?)(?:\.(x86_64|i[3-6]86|noarch|aarch64|ppc64(?:le)?|s390x?|armv7hl|src))?$/.exec(
      text,
    )
  if (!m) return { package_name: text, version: null, architecture: null }
  const epoch = m[1] ?? m[3]
  return {
    package_name: m[2]!,
    version: `${epoch === undefined ? '' : `${epoch}:`}${m[4]}-${m[5]}`,
    architecture: m[6] ?? null,
  }
}

/** yum's words (yum/rpmtrans.py) and dnf's (dnf/yum/rpmtrans.py). */
const RPM =
  /(?:^|\s)((?:Dep-)?Install(?:ed)?|Updated?|Upgraded?|Erased?|Removed?|Obsolet(?:ed|ing)|Cleanup|Reinstall(?:ed)?|Downgraded?|Verif(?:y|ying)): (\S+)$/

/** `Mar 04 09:12:44 Installed: nmap-6.40-19.el7.x86_64`, `2025-03-04T08:12:45Z SUBDEBUG Installed: nmap-3:7.92-1.el9.x86_64` */
export const rpmDetails = logDetails({
  columns,
  read: (event) => {
    const m = RPM.exec(lineOf(event).trimEnd())
    return m ? { ...none, action: m[1]!, ...nevra(m[2]!) } : null
  },
})

/** `2025-03-04 09:12:44 upgrade nmap:amd64 7.92-1 7.93-1`; `<none>` is no version. */
export const dpkgDetails = logDetails({
  columns,
  read: (event) => {
    const [, , action, a, b, c] = lineOf(event).trim().split(' ')
    const version = (v: string | undefined) => (v === undefined || v === '<none>' || v === '<keine>' ? null : v)
    const named = (full: string) => {
      const [package_name, architecture = null] = full.split(':') as [string, string?]
      return { package_name, architecture }
    }
    if (action === 'status' && b !== undefined)
      return { ...none, action: `status ${a}`, ...named(b), version: version(c) }
    if (action === undefined || a === undefined || action === 'startup' || action === 'conffile') return null
    // `install` and `upgrade` give the version that was there, then the new one; the others the one that is there.
    const two = action === 'install' || action === 'upgrade'
    return {
      ...none,
      action,
      ...named(a),
      version: version(two ? c : b),
      old_version: two ? version(b) : null,
    }
  },
})

/** `Install: nmap:amd64 (7.93+dfsg1-1), liblinear4:amd64 (2.3.0+dfsg-5, automatic)` */
export const aptDetails = logDetails({
  columns,
  read: (event) => {
    const m = /^([A-Z][A-Za-z-]{3,20}): (.*)$/.exec(lineOf(event))
    if (!m || /^(?:Start|End)-Date$|^Error$/.test(m[1]!)) return null
    if (m[1] === 'Commandline') return { ...none, command_line: m[2]! }
    if (m[1] === 'Requested-By') return { ...none, requested_by: m[2]! }
    const packages = m[2]!.match(/[^\s,(]+ \([^()]*\)/g) ?? []
    const [only] = packages
    const one = packages.length === 1 ? /^([^\s:]+)(?::(\S+))? \(([^,)]+)(?:, ([^,)]+))?/.exec(only!) : null
    // `Upgrade: nmap:amd64 (7.92-1, 7.93-1)`; `automatic` is no version.
    const next = one?.[4] === 'automatic' ? undefined : one?.[4]
    return {
      ...none,
      action: m[1]!,
      packages,
      ...(one
        ? {
            package_name: one[1]!,
            architecture: one[2] ?? null,
            version: next ?? one[3]!,
            old_version: next === undefined ? null : one[3]!,
          }
        : {}),
    }
  },
})
