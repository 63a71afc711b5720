/**
 * Packages as `yum list installed` and `dnf list installed` print them; a long name takes a line of its own.
 *   Installed Packages
 *   bash.x86_64                4.2.46-33.el7                 @base
 *   NetworkManager-config-server.noarch
 *                              1:1.18.4-3.el7                installed
 */
import { defineProbe, type Line, text } from '../define'
import { sight } from '../facets'

const LINE =
  /^(\S{1,200})\.(x86_64|noarch|i[3-6]86|aarch64|armv7hl|ppc64(?:le)?|s390x?|src|\(none\))\s+(\S{1,200})\s+(\S.{0,200}?)\s*$/
const NAME = /^\S{1,200}\.(?:x86_64|noarch|i[3-6]86|aarch64|armv7hl|ppc64(?:le)?|s390x?|\(none\))\s*$/
const NOISE =
  /^(?:Loaded plugins: .*|Installed Packages|Available Packages|Extra Packages|Updated Packages|Last metadata expiration check: .*|Loading mirror speeds from cached hostfile|\s+\* \S+: .*|Repository \S+ is listed more than once.*|This system is not registered .*|Unable to read consumer identity|Not root, .*)$/

export default defineProbe({
  title: 'Packages (yum list, dnf list)',
  commands: ['yum list installed', 'dnf list installed'],
  recognise: {
    names: ['yum_list*', 'dnf_list*', 'yum_*list*installed*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      if (!lines.slice(0, 12).some((l) => /^(?:Installed|Available|Extra) Packages\s*$/.test(l))) return 0
      return lines.slice(0, 60).some((l) => l.length < 800 && LINE.test(l)) ? 0.95 : 0
    },
  },
  columns: {
    name: text('Package'),
    architecture: text('Architecture'),
    version: text('Version and release, with the epoch before a colon'),
    repository: text('Where it came from, after an @; installed where that is not known'),
  },
  parse: (lines, out) => {
    let held: Line | null = null
    for (const line of lines) {
      const t = held && /^\s/.test(line.text) ? `${held.text.trim()} ${line.text.trim()}` : line.text
      const m = t.length < 800 ? LINE.exec(t) : null
      if (m) {
        const first = held && t !== line.text ? held : line
        if (held && first === line) out.unparsed(held, 'a name without its version')
        out.row({ name: m[1]!, architecture: m[2]!, version: m[3]!, repository: m[4]! }, first, line)
        held = null
        continue
      }
      if (held) out.unparsed(held, 'a name without its version')
      held = null
      if (NOISE.test(line.text)) out.noise(line)
      else if (line.text.length < 300 && NAME.test(line.text)) held = line
      else out.unparsed(line, 'not a package of yum list')
    }
    if (held) out.unparsed(held, 'a name without its version')
  },
  // A repository without an @ is where it could come from.
  sights: (r) =>
    r.repository.startsWith('@') || r.repository === 'installed'
      ? [
          sight('package', {
            name: r.name,
            manager: 'rpm',
            architecture: r.architecture === '(none)' ? null : r.architecture,
            version: r.version,
            installed: true,
          }),
        ]
      : [],
})
