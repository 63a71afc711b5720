/**
 * Disks with known quirks, /proc/scsi/device_info (drivers/scsi/scsi_devinfo.c): maker, model, flags.
 *   'CHINON' 'CD-ROM CDS-431' 0x1
 */
import { defineProbe, text } from '../define'

const LINE = /^'(.{0,16})' '(.{0,32})' (0x[0-9a-f]{1,16})\s*$/
/** Each list of the kernel begins with its name when there is more than one. */
const TITLE = /^\[[\w ]{1,60}\]:\s*$/

export default defineProbe({
  title: 'Quirks of disks (/proc/scsi/device_info)',
  commands: ['/proc/scsi/device_info'],
  recognise: {
    names: ['proc/scsi/device_info', 'proc_scsi_device_info*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !TITLE.test(l)).slice(0, 40)
      return lines.length > 0 && lines.every((l) => LINE.test(l)) ? 0.9 : 0
    },
  },
  columns: {
    vendor: text('Maker'),
    model: text('Model, or how it begins'),
    flags: text('BLIST_ flags of the kernel, hexadecimal'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 200 ? LINE.exec(line.text) : null
      if (m) out.row({ vendor: m[1]!.trim(), model: m[2]!.trim(), flags: m[3]! }, line)
      else if (TITLE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of /proc/scsi/device_info')
    }
  },
})
