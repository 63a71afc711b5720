/** Files of a host's configuration that the editor opens, and what crosses between processes about them. */
import type { Impact } from './syslog/impact'

export type ConfigKind = 'logging' | 'services' | 'hosts-access' | 'sshd' | 'logrotate' | 'audit' | 'xinetd' | 'plain'

/** A file of the case that the editor can open. */
export interface ConfigFile {
  readonly artifact: number
  readonly host: number
  readonly capture: number
  /** As the host names it. */
  readonly path: string
  readonly kind: ConfigKind
  readonly size: number
  readonly sha256: string | null
}
export interface ConfigText {
  readonly path: string
  readonly text: string
}
/** One set of files of one host and capture, to be read together. */
export interface ConfigSet {
  readonly files: readonly ConfigText[]
  readonly main: string
}
export interface CaseImpact extends Impact {
  /** Messages of the case; more than `replayed` when there were too many. */
  readonly total: number
  /** Messages whose facility their log did not keep; it is taken from the program. */
  readonly guessed: number
}

const KINDS: readonly (readonly [RegExp, ConfigKind])[] = [
  [/^\/(?:usr\/local\/)?etc\/(?:r?syslog|syslog-ng)\.conf$/, 'logging'],
  [/^\/(?:usr\/local\/)?etc\/r?syslog\.d\/[^/]+$/, 'logging'],
  [/^\/etc\/services$/, 'services'],
  [/^\/etc\/hosts\.(?:allow|deny)$/, 'hosts-access'],
  [/^\/etc\/ssh\/sshd_config(?:\.d\/[^/]+)?$/, 'sshd'],
  [/^\/etc\/logrotate\.(?:conf|d\/[^/]+)$/, 'logrotate'],
  [/^\/etc\/audit\/(?:audit\.rules|rules\.d\/[^/]+)$/, 'audit'],
  [/^\/etc\/xinetd\.(?:conf|d\/[^/]+)$/, 'xinetd'],
]

/** Which kind of file a path of the host is; null when the editor does not list it. syslog-ng is another language. */
export function configKind(path: string): ConfigKind | null {
  if (/syslog-ng\.conf$/.test(path)) return 'plain'
  return KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? null
}

/** The path on the host of a member of a bundle, from its `etc/` on; null when it is none of the configuration. */
export function hostPath(member: string): string | null {
  const m = /(?:^|\/)((?:usr\/local\/)?etc\/[^\0]+)$/.exec(member)
  return m ? `/${m[1]}` : null
}

/** The file that the daemon reads first, of those that are there; null when none is. */
export function mainOf(paths: Iterable<string>): string | null {
  const all = new Set(paths)
  for (const name of [
    '/etc/rsyslog.conf',
    '/usr/local/etc/rsyslog.conf',
    '/etc/syslog.conf',
    '/usr/local/etc/syslog.conf',
  ])
    if (all.has(name)) return name
  return null
}
