/**
 * A host's clock against ours. The host is asked for its time over one channel, several times; each answer was made
 * between our asking and its arrival, so each bounds the offset, and all bounds together are narrower than any:
 *   host - arrived <= offset <= host - asked        with whole seconds: one second more at the upper end
 * No symmetry of the way there and back is assumed.
 */
import { performance } from 'node:perf_hooks'
import type { ClockOffset } from '../../shared/collect'
import { quote } from './quote'
import type { Session } from './session'

/** Microseconds since 1970 of this machine's clock. */
export const nowMicros = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000)

export interface Round {
  readonly asked: number
  readonly arrived: number
  /** What the host's clock said, in microseconds, and how coarse it is (1, or 1,000,000 for whole seconds). */
  readonly host: number
  readonly step: number
}

/** null when there is no round. When the bounds contradict each other (a clock was set meanwhile) the band spans them all. */
export function offsetOf(rounds: readonly Round[]): ClockOffset | null {
  if (rounds.length === 0) return null
  const low = rounds.map((r) => r.host - r.arrived)
  const high = rounds.map((r) => r.host + (r.step > 1 ? r.step : 0) - r.asked)
  let from = Math.max(...low)
  let to = Math.min(...high)
  if (from > to) {
    from = Math.min(...low)
    to = Math.max(...high)
  }
  return { offset: Math.round((from + to) / 2), band: Math.ceil((to - from) / 2), samples: rounds.length }
}

/** `1741079564.123456789`; `1741079564.N` or `1741079564` where date knows no fractions. */
export function readDate(text: string): { host: number; step: number } | null {
  const m = /^(\d{1,11})(?:\.(\d{1,9}))?/.exec(text.trim())
  if (!m) return null
  const seconds = Number(m[1]) * 1e6
  return m[2] === undefined
    ? { host: seconds, step: 1e6 }
    : { host: seconds + Number(m[2].padEnd(9, '0').slice(0, 6)), step: 1 }
}

const ROUNDS = 8
const PATIENCE = 8000
/** Whole seconds say most around their change: such rounds are spread over more than one. */
const PAUSE_COARSE = 150

export function measureClock(session: Session): Promise<ClockOffset | null> {
  const { client, ended } = session.connected
  const script = `: ${session.tag}; LC_ALL=C; export LC_ALL; while read x; do date +%s.%N; done`
  return new Promise((resolve) => {
    client.exec(`sh -c ${quote(script)}`, (error, stream) => {
      if (error) {
        resolve(null)
        return
      }
      const rounds: Round[] = []
      let asked = 0
      let text = ''
      let odd = 0
      let done = false
      const end = () => {
        if (done) return
        done = true
        clearTimeout(late)
        stream.end()
        stream.close()
        resolve(offsetOf(rounds))
      }
      const late = setTimeout(end, PATIENCE)
      const ask = () => {
        asked = nowMicros()
        stream.write('\n')
      }
      stream.on('data', (chunk: Buffer) => {
        const arrived = nowMicros()
        text += chunk.toString('latin1')
        const at = text.indexOf('\n')
        if (at < 0) return
        const read = readDate(text.slice(0, at))
        text = text.slice(at + 1)
        // A shell that talks before the command: its lines are no answers.
        if (!read) {
          if (++odd > 200) end()
          return
        }
        rounds.push({ asked, arrived, ...read })
        if (rounds.length >= ROUNDS) end()
        else if (read.step > 1) setTimeout(ask, PAUSE_COARSE)
        else ask()
      })
      stream.stderr.resume()
      stream.on('close', end)
      stream.on('error', end)
      void ended.then(end)
      ask()
    })
  })
}
