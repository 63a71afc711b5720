/**
 * Settings of the kernel: `sysctl -a`, /etc/sysctl.conf and sysctl.d (sysctl(8), sysctl.conf(5)); the BSDs and macOS too.
 *   net.ipv4.ip_forward = 0
 *   dev.cdrom.info = drive name:		sr1	sr0          values with line ends: the name stands before each line
 *   -net.ipv4.conf.all.rp_filter = 2                     a `-` in a file: no complaint when it cannot be set
 *   kern.ostype: FreeBSD                                 BSD, macOS; further lines of a value stand alone
 */
import { defineProbe, type Line, text } from '../define'

const TOP_LINUX = 'abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm'
const TOP_BSD =
  'kern|hw|vm|net|vfs|machdep|security|p1003_1b|compat|dev|user|debug|ddb|kstat|jail|lkm|proc|emul|device|audit|ktrace|iogpu|hptpcie|cam'
const LINUX = /^\s*(?:-\s*)?((?:[a-z][\w-]*)[./][^\s=:]{1,200})\s*=\s*(.*)$/i
const BSD = /^([a-z][\w]*(?:\.[\w%$*/@-]+){1,12}): ?(.*)$/
const COMMENT = /^\s*[#;]/
const COMPLAINT = /^sysctl: /
const LINUX_TOP = new RegExp(`^\\s*(?:-\\s*)?(?:${TOP_LINUX})[./]`)

const isLinux = (line: string): boolean => line.length < 8000 && LINUX_TOP.test(line) && LINUX.test(line)
const BSD_TOP = new RegExp(`^(?:${TOP_BSD})\\.`)
const isBsd = (line: string): boolean => line.length < 8000 && BSD_TOP.test(line) && BSD.test(line)

export default defineProbe({
  title: 'Settings of the kernel (sysctl)',
  commands: ['sysctl -a', '/etc/sysctl.conf', '/etc/sysctl.d/*.conf'],
  recognise: {
    names: ['sysctl*', 'etc/sysctl.conf', 'sysctl.d/*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !COMMENT.test(l) && !COMPLAINT.test(l)).slice(0, 150)
      const linux = lines.filter(isLinux).length
      const bsd = lines.filter(isBsd).length
      if (linux > 0 && linux >= lines.length * 0.9) return 0.9
      return bsd > 3 &&
        bsd >= lines.length * 0.6 &&
        /^kern\.(?:ostype|osrelease|version|maxproc|hostname)/m.test(head.text)
        ? 0.9
        : 0
    },
  },
  columns: { key: text('Name of the setting, with dots'), value: text('Its value; line ends kept') },
  parse: (lines, out) => {
    let open: { key: string; value: string; first: Line; last: Line } | null = null
    const put = () => {
      if (open) out.row({ key: open.key, value: open.value }, open.first, open.last)
      open = null
    }
    for (const line of lines) {
      const t = line.text
      const m = t.length < 60_000 ? LINUX.exec(t) : null
      const b = m || t.length > 60_000 ? null : BSD.exec(t)
      if (COMMENT.test(t) || COMPLAINT.test(t)) {
        put()
        out.noise(line)
      } else if (m) {
        put()
        out.row({ key: m[1]!.replaceAll('/', m[1]!.includes('.') ? '/' : '.'), value: m[2]!.trimEnd() }, line)
      } else if (b && BSD_TOP.test(t)) {
        put()
        open = { key: b[1]!, value: b[2]!, first: line, last: line }
      } else if (open) {
        const now: { value: string; last: Line } = open
        now.value += `\n${t}`
        now.last = line
      } else out.unparsed(line, 'not a setting of sysctl')
    }
    put()
  },
})
