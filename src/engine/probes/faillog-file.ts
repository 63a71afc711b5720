/**
 * Failed logins as binary records: /var/log/faillog (faillog(5)), /var/log/tallylog (pam_tally2(8)), both with a record for
 * each user id, and /run/faillock/<account> (pam_faillock(8)) with a record for each failure.
 *   faillog    failures (2), maximum (2), terminal (12), time (8 or 4), lock in seconds (8 or 4)
 *   tallylog   terminal or host (52), unused (2), failures (2), time (8)
 *   faillock   source (52), unused (2), status (2; 1 valid, 2 from a host, 4 from a terminal), time (8)
 */
import { instant } from '../../shared/time'
import { bool, defineProbe, int, optional, text, time } from '../define'
import { fittingLayout, isHole, likelySeconds, recordAt, recordText } from '../probes-lib/record-file'

interface Layout {
  readonly kind: 'faillog' | 'tally'
  readonly size: number
  readonly little: boolean
}
const LAYOUTS: readonly Layout[] = [true, false].flatMap((little): Layout[] => [
  { kind: 'tally', size: 64, little },
  { kind: 'faillog', size: 32, little },
  { kind: 'faillog', size: 24, little },
])

interface Found {
  readonly failures: number
  readonly maximum: number | null
  readonly seconds: number
  readonly source: string
  readonly lock: number | null
}
function read(bytes: Uint8Array, from: number, l: Layout): Found | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, l.size)
  if (l.kind === 'tally') {
    const source = recordText(bytes, from, 52)
    const seconds = Number(view.getBigUint64(56, l.little))
    if (source === null || view.getUint16(52, l.little) !== 0 || !(seconds === 0 || likelySeconds(seconds))) return null
    return { failures: view.getUint16(54, l.little), maximum: null, seconds, source, lock: null }
  }
  const source = recordText(bytes, from + 4, 12)
  const wide = l.size === 32
  const seconds = wide ? Number(view.getBigInt64(16, l.little)) : view.getUint32(16, l.little)
  const lock = wide ? Number(view.getBigInt64(24, l.little)) : view.getInt32(20, l.little)
  if (source === null || !(seconds === 0 || likelySeconds(seconds)) || lock < 0 || lock > 1e9) return null
  return { failures: view.getInt16(0, l.little), maximum: view.getInt16(2, l.little), seconds, source, lock }
}
const sense = (bytes: Uint8Array, from: number, l: Layout): boolean => {
  const r = read(bytes, from, l)
  if (!r || r.failures < 0 || (r.maximum ?? 0) < 0 || bytes.subarray(from, from + l.size).indexOf(0) < 0) return false
  return r.seconds > 0 || (l.kind === 'faillog' && r.source === '' && (r.maximum ?? 0) > 0)
}
const ACCOUNT = /(?:^|\/)faillock\/([^/]{1,256})$/

export default defineProbe({
  title: 'Failed logins by account (faillog, tallylog, faillock)',
  commands: ['/var/log/faillog', '/var/log/tallylog', '/run/faillock/<account>'],
  recognise: {
    names: ['faillog', 'faillog.?', 'tallylog', 'tallylog.?', 'faillock/*'],
    shape: (head) => {
      const found = fittingLayout(head.bytes, LAYOUTS, sense)
      return found && (!head.whole || head.bytes.length % found.layout.size === 0) ? 0.7 : 0
    },
    byName: true,
  },
  columns: {
    uid: optional(int('User id; null in a file of one account')),
    user: optional(text('Account, where the path of the file names it')),
    failures: int('Failed logins since the last that worked; 1 for a record of one failure', 'count'),
    maximum: optional(int('After how many the account is locked; 0 for never')),
    latest: optional(time('Last failure')),
    source: optional(text('Terminal or host of the last failure')),
    lock: optional(int('How long the account is locked after it', 'seconds')),
    counted: bool('Whether the failure still counts; false once it was reset (faillock)'),
  },
  parseBytes: (bytes, out, context) => {
    const found = fittingLayout(bytes, LAYOUTS, sense)
    if (!found) {
      if (!isHole(bytes, 0, bytes.length))
        out.unparsed(recordAt(0, 0, bytes.length), 'no layout of failed logins in which the records make sense')
      return
    }
    const { size } = found.layout
    const account = ACCOUNT.exec(context.path)?.[1] ?? null
    let from = 0
    for (let i = 0; from + size <= bytes.length; i++, from += size) {
      if (isHole(bytes, from, size)) continue
      const at = recordAt(i, from, from + size)
      const r = read(bytes, from, found.layout)
      if (!r) {
        out.unparsed(at, 'not a record of failed logins')
        continue
      }
      out.row(
        {
          uid: account === null ? i : null,
          user: account,
          failures: account === null ? r.failures : 1,
          maximum: r.maximum,
          latest: r.seconds === 0 ? null : instant(r.seconds * 1_000_000),
          source: r.source === '' ? null : r.source,
          lock: r.lock,
          // For faillock the figure is a set of bits, the lowest of which says that it counts.
          counted: account === null ? r.failures > 0 : r.failures % 2 === 1,
        },
        at,
      )
    }
    if (from < bytes.length) out.unparsed(recordAt(from / size, from, bytes.length), 'the file ends within a record')
  },
  events: (r) =>
    r.latest === null
      ? []
      : [
          {
            ts: r.latest,
            kind: 'login',
            summary: `failed login of ${r.user ?? `user id ${r.uid}`}${r.source ? ` from ${r.source}` : ''}`,
            severity: 5,
            entities: r.user ? [['user', r.user]] : [],
          },
        ],
})
