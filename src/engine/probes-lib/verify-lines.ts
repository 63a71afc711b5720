/**
 * Files that differ from their package, as `rpm -Va` and `dpkg -V` print them.
 *   S.5....T.  c /etc/ssh/sshd_config
 *   ??5?????? c /etc/motd                          dpkg knows the hash only
 *   missing     /usr/share/doc/x (Permission denied)
 * Letters: S size, M mode, 5 digest, D device, L link, U owner, G group, T time, P capabilities; `.` agrees, `?` could not
 * be looked at. Kinds: c configuration, d documentation, g ghost, l licence, r readme, a artifact, m missing-ok.
 */
import { bool, optional, type RowOf, text } from '../define'

export const VERIFY_COLUMNS = {
  path: text('File'),
  kind: optional(text('configuration, documentation, ghost, license, readme, ...; null for other files')),
  missing: bool('Whether the file is not there'),
  flags: optional(text('What differs, as printed')),
  differs: optional(text('What differs in words')),
  note: optional(text('What the tool adds in brackets')),
} as const
export type VerifyRow = RowOf<typeof VERIFY_COLUMNS>

const LINE = /^([S.?][M.?][5.?][D.?][L.?][U.?][G.?][T.?][P.?]?)\s{1,8}(?:([cdglramn])\s{1,4})?(\/.*?)\s*$/
const MISSING = /^missing\s{1,8}(?:([cdglramn])\s{1,4})?(\/.*?)(?: \(([^()]*)\))?\s*$/
const KINDS: Readonly<Record<string, string>> = {
  c: 'configuration',
  d: 'documentation',
  g: 'ghost',
  l: 'license',
  r: 'readme',
  a: 'artifact',
  m: 'missing-ok',
  n: 'not required',
}
const WORDS: Readonly<Record<string, string>> = {
  S: 'size',
  M: 'mode',
  '5': 'digest',
  D: 'device',
  L: 'link',
  U: 'owner',
  G: 'group',
  T: 'time',
  P: 'capabilities',
}

export function verifyLine(line: string): VerifyRow | null {
  if (line.length > 5000) return null
  const m = LINE.exec(line)
  if (m)
    return {
      path: m[3]!,
      kind: m[2] ? KINDS[m[2]]! : null,
      missing: false,
      flags: m[1]!,
      differs: [...m[1]!].flatMap((c) => WORDS[c] ?? []).join(', ') || null,
      note: null,
    }
  const gone = MISSING.exec(line)
  return gone
    ? {
        path: gone[2]!,
        kind: gone[1] ? KINDS[gone[1]]! : null,
        missing: true,
        flags: null,
        differs: null,
        note: gone[3] ?? null,
      }
    : null
}

/** Whether a listing is such a one, and how many of its lines say how the file differs in rpm's way or dpkg's. */
export function verifyShape(lines: readonly string[], noise: RegExp): { fits: boolean; dpkg: number } {
  const some = lines.filter((l) => l.trim() !== '' && !noise.test(l)).slice(0, 60)
  const rows = some.map(verifyLine)
  const found = rows.filter((r) => r !== null)
  const marked = found.filter((r) => r.flags !== null)
  return {
    fits: found.length > 0 && found.length >= some.length * 0.8,
    dpkg: marked.length > 0 ? marked.filter((r) => r.flags!.startsWith('??5')).length / marked.length : 0,
  }
}
