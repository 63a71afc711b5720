/**
 * The last login of each account, /var/log/lastlog itself (lastlog(8), glibc bits/utmp.h): a record for each user id, at
 * user id times its size.
 *   time (4 bytes, 8 on aarch64, s390x and others), terminal (32), host (256)
 * The file is sparse: accounts that never logged in are holes. OpenBSD has 8 bytes for the time and for the terminal each.
 */
import { instant } from '../../shared/time'
import { defineProbe, int, optional, text, time } from '../define'
import { fittingLayout, isHole, likelySeconds, recordAt, recordText } from '../probes-lib/record-file'

interface Layout {
  readonly size: number
  readonly width: 4 | 8
  readonly line: number
  readonly host: number
  readonly little: boolean
}
const layout = (width: 4 | 8, line: number, host: number): Layout[] =>
  [true, false].map((little) => ({ size: width + line + host, width, line, host, little }))
const LAYOUTS: readonly Layout[] = [
  ...layout(4, 32, 256),
  ...layout(8, 32, 256),
  ...layout(8, 8, 256),
  ...layout(4, 8, 16),
]

function read(bytes: Uint8Array, from: number, l: Layout) {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, l.size)
  const seconds = l.width === 8 ? Number(view.getBigInt64(0, l.little)) : view.getUint32(0, l.little)
  const terminal = recordText(bytes, from + l.width, l.line)
  const source = recordText(bytes, from + l.width + l.line, l.host)
  return terminal === null || source === null || !likelySeconds(seconds) ? null : { seconds, terminal, source }
}
/** Text that fills its field to the end is text of another kind. */
const sense = (bytes: Uint8Array, from: number, l: Layout): boolean =>
  bytes[from + l.size - 1] === 0 && (read(bytes, from, l)?.terminal ?? '') !== ''

export default defineProbe({
  title: 'Last login of each account (the file lastlog)',
  commands: ['/var/log/lastlog'],
  recognise: {
    names: ['var/log/lastlog*', 'lastlog', 'lastlog.?'],
    shape: (head) => {
      const found = fittingLayout(head.bytes, LAYOUTS, sense)
      if (!found) return 0
      // Its head may be a hole of one account and little else.
      return head.whole && head.bytes.length % found.layout.size !== 0 ? (found.share === 1 ? 0.6 : 0) : 0.85
    },
    byName: true,
  },
  columns: {
    uid: int('User id'),
    login: time('Last login'),
    terminal: text('Terminal'),
    source: optional(text('Host or address that it came from; null when local')),
  },
  parseBytes: (bytes, out) => {
    const found = fittingLayout(bytes, LAYOUTS, sense)
    if (!found) {
      if (!isHole(bytes, 0, bytes.length))
        out.unparsed(recordAt(0, 0, bytes.length), 'no layout of lastlog in which the records make sense')
      return
    }
    const { size } = found.layout
    let from = 0
    for (let uid = 0; from + size <= bytes.length; uid++, from += size) {
      if (isHole(bytes, from, size)) continue
      const at = recordAt(uid, from, from + size)
      const r = read(bytes, from, found.layout)
      if (r)
        out.row(
          {
            uid,
            login: instant(r.seconds * 1_000_000),
            terminal: r.terminal,
            source: r.source === '' ? null : r.source,
          },
          at,
        )
      else out.unparsed(at, 'not a record of lastlog')
    }
    if (from < bytes.length) out.unparsed(recordAt(from / size, from, bytes.length), 'the file ends within a record')
  },
  events: (r) => [
    {
      ts: r.login,
      kind: 'login',
      summary: `last login of user id ${r.uid} on ${r.terminal}${r.source ? ` from ${r.source}` : ''}`,
      entities: r.source && /^[\d.]{7,15}$|^[0-9a-f]*:[0-9a-f:.]+$/i.test(r.source) ? [['address', r.source]] : [],
    },
  ],
})
