/**
 * Kernel and machine, as `uname -a` tells them.
 *   Linux web01 5.4.0-99-generic #112-Ubuntu SMP Thu Feb 3 13:50:55 UTC 2022 x86_64 x86_64 x86_64 GNU/Linux
 *   Darwin mac 18.7.0 Darwin Kernel Version 18.7.0: Sun Dec  1 18:59:03 PST 2019; root:xnu-4903.278.19~1/RELEASE_X86_64 x86_64
 * GNU leaves out processor and platform where it does not know them. /proc/version begins alike (`Linux version 5.4.0 (`).
 */
import { defineProbe, optional, text } from '../define'

const SYSTEMS = 'Linux|FreeBSD|OpenBSD|NetBSD|DragonFly|Darwin|SunOS|AIX|HP-UX|GNU\\/kFreeBSD|GNU|VMkernel|Minix'
const LINE = new RegExp(`^(${SYSTEMS}) (\\S{1,255}) (\\S{1,100}) ([^\\s(].{0,400})$`)
const MACHINE =
  /^(.*?)((?: (?:x86_64|amd64|i[3-6]86|aarch64|arm64|armv\d\w*|ppc(?:64(?:le)?)?|s390x?|riscv64|mips\w*|loongarch64|sparc\w*|sun4\w|i86pc|ia64|powerpc|evbarm|unknown|[0-9A-F]{12})){1,3})( GNU(?:\/Linux|\/kFreeBSD)?| Solaris| Android| Toybox)?\s*$/

export default defineProbe({
  title: 'Kernel and machine (uname -a)',
  commands: ['uname -a'],
  recognise: {
    names: ['uname', 'uname.*', 'uname_-a*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length === 1 && LINE.test(lines[0]!.trim()) ? 0.85 : 0
    },
  },
  columns: {
    kernel_name: text('Linux, FreeBSD, Darwin, ...'),
    node_name: text('Name of the host'),
    kernel_release: text('Release of the kernel'),
    kernel_version: text('Build of the kernel'),
    machine: optional(text('Hardware name')),
    processor: optional(text('Processor type; null when unknown')),
    hardware_platform: optional(text('Hardware platform; null when unknown')),
    operating_system: optional(text('GNU/Linux, ...')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = LINE.exec(line.text.trim())
      if (!m) {
        out.unparsed(line, 'not a line of uname -a')
        continue
      }
      const tail = MACHINE.exec(m[4]!)
      const words = tail ? tail[2]!.trim().split(' ') : []
      out.row(
        {
          kernel_name: m[1]!,
          node_name: m[2]!,
          kernel_release: m[3]!,
          kernel_version: (tail ? tail[1]! : m[4]!).trim(),
          machine: words[0] ?? null,
          processor: words[1] ?? null,
          hardware_platform: words[2] ?? null,
          operating_system: tail?.[3]?.trim() ?? null,
        },
        line,
      )
    }
  },
  facts: (rows) => {
    const r = rows[0]
    return r
      ? {
          host: r.node_name,
          kernel: r.kernel_release,
          ...(r.kernel_name === 'Linux' ? {} : { os: `${r.kernel_name} ${r.kernel_release}` }),
        }
      : {}
  },
})
