/**
 * Names what nothing here reads: a packet capture, an event log of Windows, a program, an image, output in another
 * locale. A file that is refused by name is worth more than one that is kept without a word.
 */
import type { Head } from '../define'
import { otherLocale } from './locales'
import { signOf } from './signs'

const KEPT = 'kept, not read'

const START = 4096
const TEXTS: readonly (readonly [RegExp, (m: RegExpExecArray) => string])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (\d{1,15})/,
    (m) =>
      `A Git LFS pointer stands in the place of the file itself (${m[2]} bytes, SHA-256 ${m[1]}): fetch it with git lfs pull, and open that.`,
  ],
  [/^age-encryption\.org\/v1\n/, () => `Encrypted with age: ${KEPT}. Decrypt it, and open what comes out.`],
  [/^-----BEGIN PGP MESSAGE-----/, () => `Encrypted with OpenPGP: ${KEPT}. Decrypt it, and open what comes out.`],
  [
    /^\s*(?:Active Connections\s+Proto {2}Local Address {4,}Foreign Address {4,}State|Proto {2}Local Address {4,}Foreign Address {4,}State {4,}PID)/,
    () => `Output of netstat on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^\s*Windows IP Configuration\s/,
    () => `Output of ipconfig on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^\s*Image Name {4,}PID Session Name/,
    () => `Output of tasklist on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^\s*Host Name: {4,}[^\n]{1,100}\n+OS Name: {4,}Microsoft Windows/,
    () => `Output of systeminfo on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^={20,}\r?\nInterface List\r?\n/,
    () => `Output of route print on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
]

/**
 * What a shell, timeout(1) or env(1) say in place of an output.
 *   bash: line 1: lsof: command not found    sh: 1: ss: not found    timeout: failed to run command ‘ethtool’: No such file or directory
 */
const ABSENT =
  /^(?:(?:\S{0,60}: )?(?:line )?(?:\d{1,6}: )?([\w./+-]{1,100}): (?:command )?not found|(?:timeout|env|nice|sudo|nohup|stdbuf): (?:failed to run command )?[\u2018'"\u00ab]?([\w./+-]{1,100})[\u2019'"\u00bb]?: (?:No such file or directory|command not found)|\S{0,60}: ([\w./+-]{1,100}): No such file or directory)$/
const NOT_ALLOWED =
  /^([\w./+-]{1,60}): (?:.{0,300}: )?(?:Permission denied|Operation not permitted|[Yy]ou must be (?:super|root).{0,60}|must be (?:run as )?root.{0,60}|only root can .{0,80})\.?$/

/** Commands that printed nothing but that they are not there, in order; empty for anything else. */
export function absentCommands(head: Head): readonly string[] {
  const lines = head.lines.filter((l) => l.trim() !== '')
  if (!head.whole || lines.length === 0 || lines.length > 4) return []
  const found = lines.map((l) => (l.length < 500 ? ABSENT.exec(l.trim()) : null))
  return found.every((m) => m !== null) ? found.map((m) => (m[1] ?? m[2] ?? m[3])!) : []
}

/** One sentence that names it; null for what is not known, and for text of no kind. For files that nothing recognised. */
export function whyNotRead(head: Head): string | null {
  const sign = signOf(head.bytes)
  if (sign !== null) return sign
  const start = head.text.slice(0, START).replaceAll('\r\n', '\n')
  for (const [pattern, say] of TEXTS) {
    const m = pattern.exec(start)
    if (m) return say(m)
  }
  if (start.includes('\0')) return null
  const absent = absentCommands(head)
  if (absent.length > 0) return `The command was not found on the host (${absent.join(', ')}): nothing was captured.`
  const lines = head.lines.filter((l) => l.trim() !== '')
  if (
    head.whole &&
    lines.length > 0 &&
    lines.length <= 4 &&
    lines.every((l) => l.length < 500 && NOT_ALLOWED.test(l.trim()))
  )
    return `The command was not allowed to look: ${lines[0]!.trim()}`
  const other = otherLocale(head.lines)
  return other
    ? `Output of ${other.tool} in another locale (${other.locale.code}, ${other.locale.name}): not read. Collect it again with LC_ALL=C.`
    : null
}
