/**
 * Packages of Debian, as `dpkg -l` lists them.
 *   ||/ Name           Version          Architecture Description
 *   ii  openssh-server 1:9.2p1-2+deb12u2 amd64       secure shell (SSH) server
 * The letters: wanted (u i r p h), present (n i c u f h w t), and R when it must be installed again.
 */
import { defineProbe, optional, text } from '../define'
import { sight } from '../facets'

const LINE = /^([uirph])([nicufhwt])([ R])\s+(\S{1,200})\s+(\S{1,200})\s+(\S{1,40})(?:\s+(.*))?$/i
const HEADER = /^\|\|\/ Name\s|^\+\+\+-|^Desired=|^\| Status=|^\|\/ Err\?=|^\|{1,3}\/? /

export default defineProbe({
  title: 'Packages (dpkg -l)',
  commands: ['dpkg -l'],
  recognise: { names: ['dpkg_-l*', 'dpkg-l*'], shape: /^\+\+\+-=+-=+/m },
  columns: {
    name: text('Package'),
    version: text('Version'),
    architecture: text('Architecture'),
    status: text('Letters as printed: ii installed, rc removed with its configuration left'),
    error: optional(text('R: must be installed again')),
    description: optional(text('What it is')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 4000 ? LINE.exec(line.text) : null
      if (m)
        out.row(
          {
            name: m[4]!,
            version: m[5]!,
            architecture: m[6]!,
            status: `${m[1]}${m[2]}`,
            error: m[3] === 'R' ? 'R' : null,
            description: m[7]?.trim() || null,
          },
          line,
        )
      else if (HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a package of dpkg -l')
    }
  },
  sights: (r) => [
    sight('package', {
      name: r.name.replace(/:[a-z0-9-]+$/, ''),
      manager: 'dpkg',
      architecture: r.architecture,
      version: r.version,
      installed: /^.i/.test(r.status),
    }),
  ],
})
