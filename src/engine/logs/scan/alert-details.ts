/** What an alert of snort or suricata says, as columns. */
import { int, logDetails, optional, text } from '../../define'
import { lineOf } from './line-of'

const columns = {
  dropped: optional(text('Drop, where the packet was dropped')),
  rule: text('Generator, number and revision of the rule'),
  alert: text('What the rule says'),
  classification: optional(text('Class of the rule')),
  priority: optional(int('1 is the gravest')),
  proto: optional(text('Protocol')),
  source: optional(text('Sender')),
  source_port: optional(int('Port of the sender')),
  destination: optional(text('Receiver')),
  destination_port: optional(int('Port of the receiver')),
}

/** `192.0.2.7:80`, `2001:db8::7` and, in suricata, `2001:0db8:...:0007:443`: a port only behind eight groups or four numbers. */
function place(text: string): { address: string; port: number | null } {
  const m = /^(\d{1,3}(?:\.\d{1,3}){3}|(?:[\da-f]{1,4}:){7}[\da-f]{1,4}):(\d{1,5})$/i.exec(text)
  return m ? { address: m[1]!, port: Number(m[2]) } : { address: text, port: null }
}

export const alertDetails = logDetails({
  columns,
  read: (event) => {
    const line = lineOf(event)
    const m = /^\S+ +(?:\[(\w+)\] +)?\[\*\*\] \[(\d+:\d+:\d+)\] (.*?) \[\*\*\](.*)$/.exec(line)
    if (!m) return null
    const rest = m[4]!
    const ends = /\{([^}]{1,20})\} (\S+) -> (\S+)/.exec(rest)
    const source = ends ? place(ends[2]!) : null
    const destination = ends ? place(ends[3]!) : null
    const priority = /\[Priority: (\d{1,3})\]/.exec(rest)?.[1]
    return {
      dropped: m[1] ?? null,
      rule: m[2]!,
      alert: m[3]!.replace(/^"(.*)"$/, '$1'),
      classification: /\[Classification: ([^\]]{1,100})\]/.exec(rest)?.[1] ?? null,
      priority: priority === undefined ? null : Number(priority),
      proto: ends?.[1] ?? null,
      source: source?.address ?? null,
      source_port: source?.port ?? null,
      destination: destination?.address ?? null,
      destination_port: destination?.port ?? null,
    }
  },
})
