/** What the simulator says of a configuration's messages, beside what rsyslogd wrote. */
import { configure, type LogFile } from '../../../shared/syslog/configure'
import { readMessage } from '../../../shared/syslog/message'
import { parseRsyslog } from '../../../shared/syslog/parse-rsyslog'
import { route } from '../../../shared/syslog/route'

/** A line that is written, and whether that is certain. */
interface Line {
  readonly text: string | null
  readonly certain: boolean
}
export interface Predicted {
  readonly written: ReadonlyMap<string, readonly Line[]>
  /** Nothing depended on what cannot be known, so that the files must agree to the byte. */
  readonly certain: boolean
}

/** What came by UDP, a line each. */
export const FORWARDED = 'udp'
export const datagram = (text: string): string => `${text.replace(/\n$/, '')}\n`

/** Relative paths count from `folder`. Devices are left out, and forwards but those by UDP to `port`. */
export function predict(
  files: ReadonlyMap<string, string>,
  main: string,
  messages: readonly string[],
  folder: string,
  port: number | null = null,
): Predicted {
  const parsed: LogFile[] = [...files].map(([path, text]) => ({ path, document: parseRsyslog(text) }))
  const config = configure(parsed, main, true)
  const written = new Map<string, Line[]>()
  let certain = true
  for (const line of messages) {
    const routed = route(config, { ...readMessage(line), inputname: 'imptcp' })
    if (routed.stopped === null) certain = false
    for (const fired of routed.fired) {
      if (!fired.certain) certain = false
      const { module, protocol, port: to } = fired.bound.action
      if (module === 'omfwd' && protocol === 'udp' && Number(to) === port) {
        if (!written.has(FORWARDED)) written.set(FORWARDED, [])
        written
          .get(FORWARDED)!
          .push({ text: fired.content === null ? null : datagram(fired.content), certain: fired.certain })
      }
      if (module !== 'omfile') continue
      if (fired.target === null || fired.target.startsWith('`')) {
        certain = false
        continue
      }
      const path = fired.target.startsWith('/') ? fired.target : `${folder}/${fired.target.replace(/^\.\//, '')}`
      if (path.startsWith('/dev/')) continue
      if (!written.has(path)) written.set(path, [])
      written.get(path)!.push({ text: fired.content, certain: fired.certain })
    }
  }
  return { written, certain }
}

/** Each action has a buffer of its own: the order of two that write to one file is not told. */
const sorted = (text: string) => text.split('\n').sort().join('\n')

/** Differences in words; none when both agree. */
export function differences(predicted: Predicted, real: ReadonlyMap<string, string>): string[] {
  const out: string[] = []
  for (const path of new Set([...predicted.written.keys(), ...real.keys()])) {
    const said = predicted.written.get(path) ?? []
    const wrote = real.get(path) ?? ''
    const sure = said.filter((l) => l.certain)
    if (!predicted.certain) {
      const lines = new Set(wrote.split(/(?<=\n)/))
      const known = said.every((l) => l.text !== null)
      const all = new Set(said.map((l) => l.text))
      if (known && [...lines].some((l) => l !== '' && !all.has(l)))
        out.push(`${path}: a line was written that cannot be`)
      if (sure.some((l) => l.text !== null && !lines.has(l.text))) out.push(`${path}: a line is missing that must be`)
    } else if (said.some((l) => l.text === null)) {
      // Only how many there are can be compared; each ends with one newline.
      const lines = wrote.split('\n').length - 1
      if (lines !== said.length) out.push(`${path}: ${said.length} lines expected, ${lines} written`)
    } else {
      const text = said.map((l) => l.text).join('')
      if (sorted(text) !== sorted(wrote))
        out.push(`${path}: expected ${JSON.stringify(text)}, written ${JSON.stringify(wrote)}`)
    }
  }
  return out
}
