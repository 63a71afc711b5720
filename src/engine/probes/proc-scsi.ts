/**
 * Disks and tapes on SCSI, /proc/scsi/scsi (drivers/scsi/scsi_proc.c); three lines each.
 *   Attached devices:
 *   Host: scsi0 Channel: 00 Id: 00 Lun: 00
 *     Vendor: VMware,  Model: VMware Virtual S Rev: 1.0
 *     Type:   Direct-Access                    ANSI  SCSI revision: 02
 */
import { defineProbe, int, type Line, optional, text } from '../define'

const HOST = /^Host: (\S{1,32}) Channel: (\d{1,5}) Id: (\d{1,5}) Lun: (\d{1,20})\s*$/
const VENDOR = /^ {2}Vendor: (.{0,8}) Model: (.{0,16}) Rev: (.{0,4})\s*$/
const TYPE = /^ {2}Type: {3}(.{0,40}?) +ANSI {2}SCSI revision: ([0-9a-f]{1,4})(?: CCS)?\s*$/

export default defineProbe({
  title: 'SCSI devices (/proc/scsi/scsi)',
  commands: ['/proc/scsi/scsi'],
  recognise: { names: ['proc/scsi/scsi', 'proc_scsi_scsi*'], shape: /^\s*Attached devices:\s*\nHost: \S+ Channel: / },
  columns: {
    adapter: text('Adapter'),
    channel: int('Bus of the adapter'),
    target: int('Number on the bus'),
    lun: int('Logical unit'),
    vendor: optional(text('Maker')),
    model: optional(text('Model')),
    revision: optional(text('Revision of the device')),
    type: optional(text('Direct-Access, CD-ROM, Sequential-Access, Enclosure, ...')),
  },
  parse: (lines, out) => {
    interface Open {
      adapter: string
      channel: number
      target: number
      lun: number
      vendor: string | null
      model: string | null
      revision: string | null
      type: string | null
    }
    let open: { row: Open; first: Line; last: Line } | null = null
    const put = () => {
      if (open) out.row(open.row, open.first, open.last)
      open = null
    }
    for (const line of lines) {
      const short = line.text.length < 300
      const host = short ? HOST.exec(line.text) : null
      const vendor = short && open ? VENDOR.exec(line.text) : null
      const type = short && open ? TYPE.exec(line.text) : null
      if (host) {
        put()
        const [channel, target, lun] = [Number(host[2]), Number(host[3]), Number(host[4])]
        const row = { adapter: host[1]!, channel, target, lun, vendor: null, model: null, revision: null, type: null }
        open = { row, first: line, last: line }
      } else if (open && vendor) {
        const now: { row: Open; last: Line } = open
        now.row.vendor = vendor[1]!.trim()
        now.row.model = vendor[2]!.trim()
        now.row.revision = vendor[3]!.trim()
        now.last = line
      } else if (open && type) {
        const now: { row: Open; last: Line } = open
        now.row.type = type[1]!
        now.last = line
      } else if (/^Attached devices:/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of /proc/scsi/scsi')
    }
    put()
  },
})
