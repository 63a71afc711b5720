/**
 * What System V init starts and stops, from listings of /etc/rc?.d.
 *   /etc/rc2.d:
 *   lrwxrwxrwx 1 root root 13 Nov 22 22:08 S01ssh -> ../init.d/ssh
 *   K01apache2  README  S01ssh                                       plain ls
 * S starts, K stops; the number gives the order. Source: Debian Policy 9.3, init(8).
 */
import { defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'

const SECTION = /^(\S*\/?rc([0-6S]|[0-6]?sysinit|boot|default|nonetwork|shutdown)?\.d(?:\/rc([0-6S])\.d)?)\/?:$/
const NAME = /^([SK])(\d{2,3})([\w.@+-]{1,100})$/
const LISTED =
  /^[-l][-rwxsStT]{9}[.+@]?\s+\d+\s+\S+\s+\S+\s+\d+\s+.{6,40}?\s(([SK])(\d{2,3})([\w.@+-]{1,100}))[@*]?(?: -> (\S.*))?$/
const LS = /^[-dlbcps][-rwxsStT]{9}[.+@]?\s+\d+\s/
const NOISE = /^total \d|^ls: |^\S*rc[0-6S]?\.d: No such/

export default defineProbe({
  title: 'What System V init starts (rc?.d)',
  commands: ['ls -l /etc/rc?.d'],
  recognise: {
    names: ['ls_-l*rc*d*', 'ls_*rc*.d*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 80)
      const links = lines.filter((l) => l.length < 1000 && LISTED.test(l)).length
      const sections = lines.filter((l) => SECTION.test(l)).length
      const plain = lines.filter(
        (l) =>
          l.length < 4000 &&
          l
            .trim()
            .split(/\s+/)
            .every((w) => NAME.test(w) || w === 'README'),
      ).length
      if (links > 0 && links + sections >= lines.length * 0.5) return 0.9
      return sections > 0 && plain > 0 && plain + sections >= lines.length * 0.8 ? 0.8 : 0
    },
  },
  columns: {
    runlevel: optional(text('Runlevel, from the folder or the path of the file; S for the time of boot')),
    action: text('start or stop'),
    order: int('Place in the order'),
    service: text('Name of the script'),
    target: optional(text('Where the link leads')),
    name: text('Name as listed'),
  },
  parse: (lines, out, context) => {
    const level = (path: string) => /rc([0-6S])\.d/.exec(path)?.[1] ?? null
    let runlevel = level(context.path)
    for (const line of lines) {
      const t = line.text
      const section = t.length < 1000 ? SECTION.exec(t) : null
      if (section) {
        runlevel = level(section[1]!)
        out.noise(line)
        continue
      }
      const m = t.length < 2000 ? LISTED.exec(t) : null
      if (m) {
        out.row(
          {
            runlevel,
            action: m[2] === 'S' ? 'start' : 'stop',
            order: Number(m[3]),
            service: m[4]!,
            target: m[5] ?? null,
            name: m[1]!,
          },
          line,
        )
        continue
      }
      const words = t.length < 8000 ? t.trim().split(/\s+/) : []
      if (words.length > 0 && words.every((w) => NAME.test(w) || w === 'README') && words.some((w) => NAME.test(w))) {
        for (const word of words) {
          const n = NAME.exec(word)
          if (n)
            out.row(
              {
                runlevel,
                action: n[1] === 'S' ? 'start' : 'stop',
                order: Number(n[2]),
                service: n[3]!,
                target: null,
                name: word,
              },
              line,
            )
        }
      } else if (NOISE.test(t) || LS.test(t) || t.trim() === 'README') out.noise(line)
      else out.unparsed(line, 'not a listing of rc?.d')
    }
  },
  // A link that stops a service in one runlevel says nothing of the others.
  sights: (r) =>
    r.action === 'start' && r.runlevel !== '0' && r.runlevel !== '6'
      ? [sight('daemon', { name: r.service, kind: 'sysv', enabled: true, program: r.target })]
      : [],
})
