/**
 * Output of containers as Kubernetes' runtimes keep it (/var/log/pods, /var/log/containers; the kubelet's CRI log format).
 *
 *   2025-03-04T09:12:44.123456789Z stdout F GET /healthz 200
 *   2025-03-04T09:12:44.123456789Z stderr P a line longer than 16 KiB, and
 *   2025-03-04T09:12:44.123456789Z stderr F its rest
 *
 * P marks a part of a line, F its end (or a whole line); tags after it are parted by colons. The parts of a line are one
 * event. The pod is told by the file's path only: <namespace>_<pod>_<uid>/<container>/0.log.
 */
import { defineLog, optional, text, time } from '../define'
import { bytesOf, startsWith } from './scan/bytes'
import { isoScanner } from './scan/iso'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'

const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP](?::\S*)? /
const STREAMS = [bytesOf(' stdout '), bytesOf(' stderr ')]
/** Neither container nor pod says its name; `stderr` is no severity. */
const CONTAINER =
  /([^/]{1,253})_([^/]{1,253})_[^/]{1,64}\/([^/]{1,253})\/\d{1,9}\.log|([^/_]{1,253})_([^/_]{1,253})_([^/]{1,253})-[0-9a-f]{64}\.log/

export default defineLog({
  title: 'Container output (CRI)',
  recognise: { names: ['**/pods/**', '**/containers/*.log'], shape: (head) => confidence(share(head, LINE), 0.97) },
  yearless: false,
  zoneless: false,
  columns: {
    ts: time('When the runtime read the line'),
    program: optional(text('Container, from the file’s path')),
    message: text('The line'),
  },
  open: (context) => {
    const iso = isoScanner(context.zone)
    const named = CONTAINER.exec(context.path)
    const name = named ? bytesOf(named[3] ?? named[6]!) : null
    // The stream whose line is not at its end yet, -1.
    let partial = -1
    return lineReader((b, from, to, sink) => {
      const k = iso.at(b, from, to)
      const stream = k < 0 ? -1 : STREAMS.findIndex((s) => startsWith(b, k, to, s))
      const mark = k + 8
      if (stream < 0 || mark >= to || (b[mark] !== 70 && b[mark] !== 80)) {
        sink.unparsed(from, to)
        return
      }
      let m = mark
      while (m < to && b[m] !== 32) m++
      const more = partial === stream
      partial = b[mark] === 80 ? stream : -1
      if (more) sink.continuation(from, to)
      else
        sink.event(from, to, Math.min(m + 1, to), iso.ts, -1, name ? sink.word(name, 0, name.length) : -1, -1, -1, -1)
    })
  },
})
