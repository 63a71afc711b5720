/**
 * Packages as `apt list --installed` prints them.
 *   openssh-server/stable-security,now 1:9.2p1-2+deb12u2 amd64 [installed,automatic]
 *   vim/now 2:8.2 amd64 [installed,local]                   of no archive that the host knows
 */
import { bool, defineProbe, list, text } from '../define'
import { sight } from '../facets'

const LINE = /^([a-z0-9][\w.+:-]{0,200})\/(\S{1,200}) (\S{1,200}) ([a-z0-9-]{2,20})(?: \[([^\]]{1,200})\])?\s*$/
const NOISE =
  /^(?:Listing\.\.\.(?: Done)?|WARNING: apt does not have a stable CLI interface\. Use with caution in scripts\.|N: .*)$/

export default defineProbe({
  title: 'Packages (apt list)',
  commands: ['apt list --installed'],
  recognise: {
    names: ['apt_list*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 60)
      const fits = lines.filter((l) => l.length < 800 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.9 && lines.some((l) => /\[(?:installed|upgradable)/.test(l))
        ? 0.95
        : 0
    },
  },
  columns: {
    name: text('Package'),
    archives: list('Archives that have it; now for what is installed'),
    version: text('Version'),
    architecture: text('Architecture'),
    status: list('installed, automatic, local, upgradable from: ..., residual-config'),
    local: bool('Whether no archive has it'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 800 ? LINE.exec(line.text) : null
      if (m) {
        const status = (m[5] ?? '').split(',').filter((s) => s !== '')
        out.row(
          {
            name: m[1]!,
            archives: m[2]!.split(','),
            version: m[3]!,
            architecture: m[4]!,
            status,
            local: status.includes('local'),
          },
          line,
        )
      } else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a package of apt list')
    }
  },
  // What could be installed is no package of the host.
  sights: (r) =>
    r.archives.includes('now')
      ? [
          sight('package', {
            name: r.name,
            manager: 'dpkg',
            architecture: r.architecture,
            version: r.version,
            installed: !r.status.includes('residual-config'),
          }),
        ]
      : [],
})
