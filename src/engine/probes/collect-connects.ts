/**
 * Which ports of a host answer from outside, beside which the host says it listens on: one JSON object a line, as Vestigo wrote
 * it while it collected.
 *   {"vestigo":"connect","at":1795657568152000,"address":"10.77.0.10","port":22,"claimed":true,"result":"open","ms":0.4}
 */
import { instant } from '../../shared/time'
import { bool, defineProbe, int, real, text, time } from '../define'

const START = /^\{"vestigo":"connect",/
const LAST = 7_258_118_400_000_000

export default defineProbe({
  title: 'Ports tried from outside',
  commands: ['connects.jsonl'],
  recognise: {
    names: ['connects.jsonl'],
    shape: (head) =>
      head.lines.some((l) => l !== '') && head.lines.every((l) => l === '' || START.test(l)) ? 0.98 : 0,
  },
  columns: {
    ts: time('When it was tried, by the examiner’s clock'),
    address: text('Address that was tried'),
    port: int('TCP port'),
    claimed: bool('Whether the host says that something listens there'),
    result: text('open, refused, silent (no answer: filtered or lost), unreachable'),
    ms: real('How long it took', 'ms'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (line.text.trim() === '') continue
      let json: Readonly<Record<string, unknown>> = {}
      try {
        const value: unknown = JSON.parse(line.text)
        if (typeof value === 'object' && value !== null) json = value as Record<string, unknown>
      } catch {
        // told below
      }
      const { at, address, port, claimed, result, ms } = json
      const good =
        json['vestigo'] === 'connect' &&
        Number.isSafeInteger(at) &&
        (at as number) >= 0 &&
        (at as number) <= LAST &&
        typeof address === 'string' &&
        Number.isInteger(port) &&
        typeof claimed === 'boolean' &&
        typeof result === 'string' &&
        typeof ms === 'number'
      if (!good) {
        out.unparsed(line, 'not a line of ports tried')
        continue
      }
      out.row({ ts: instant(at as number), address, port: port as number, claimed, result, ms }, line)
    }
  },
})
