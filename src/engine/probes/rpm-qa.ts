/**
 * Packages of Red Hat and SUSE hosts, as `rpm -qa` lists them, with `--last` or sosreport's format also when installed.
 *   openssh-server-8.7p1-34.el9.x86_64
 *   openssh-server-8.7p1-34.el9.x86_64                          Tue Mar  4 09:12:44 2025
 *   bash-4.2.46-34.el7.x86_64                     Mon 03 Mar 2025 11:02:40 AM UTC
 */
import type { Instant } from '../../shared/time'
import { defineProbe, optional, type ParseContext, text, time } from '../define'
import { sight } from '../facets'
import { asctime, monthOf, wall } from '../probes-lib/host-when'
import { fitting } from '../probes-lib/lines'
import { offsetOf } from '../probes-lib/zone-file'

const LINE =
  /^([A-Za-z0-9][\w.+-]{0,120})-([\w.+~^:]{1,80})-([\w.+~^]{1,80}?)\.(noarch|x86_64|i[3-6]86|aarch64|ppc64(?:le)?|s390x?|armv7hl|riscv64|ia64|src|\(none\))(?:[ \t]+(\S.{8,60}))?$/
const KEY = /^gpg-pubkey-[0-9a-f]{8}-[0-9a-f]{8}(?:\.\(none\))?(?:[ \t]+(\S.{8,60}))?$/

function installed(written: string | undefined, context: ParseContext): Instant | null {
  if (!written) return null
  const plain = asctime(written, context.zone)
  if (plain !== null) return plain
  const m =
    /^[A-Z][a-z]{2} (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{1,2}):(\d\d):(\d\d)(?: ([AP])M)?(?: ([A-Z]{2,5}|[+-]\d{2,4}))?$/.exec(
      written.trim(),
    )
  if (!m) return null
  const hour = m[7] ? (Number(m[4]) % 12) + (m[7] === 'P' ? 12 : 0) : Number(m[4])
  const at = wall(Number(m[3]), monthOf(m[2]!), Number(m[1]), hour, Number(m[5]), Number(m[6]))
  if (at === null) return null
  const offset = m[8] ? offsetOf(m[8]) : null
  return offset === null ? context.zone.toInstant(at) : ((at - offset * 1_000_000) as Instant)
}

export default defineProbe({
  title: 'Packages (rpm -qa)',
  commands: ['rpm -qa --last', 'rpm -qa'],
  recognise: {
    names: ['rpm_-qa*', 'installed-rpms'],
    shape: (head) => {
      const { fit, of } = fitting(head.lines, (l) => LINE.test(l) || KEY.test(l))
      return of >= 3 && fit >= of * 0.95 ? 0.85 : 0
    },
  },
  columns: {
    name: text('Package'),
    version: text('Version'),
    release: text('Release'),
    architecture: optional(text('Architecture; null for a key')),
    installed: optional(time('When it was installed, where printed')),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      const m = line.text.length < 600 ? LINE.exec(line.text) : null
      const key = m || line.text.length > 600 ? null : KEY.exec(line.text)
      if (m)
        out.row(
          { name: m[1]!, version: m[2]!, release: m[3]!, architecture: m[4]!, installed: installed(m[5], context) },
          line,
        )
      else if (key) {
        const [, , version, release] = /^(gpg-pubkey)-([0-9a-f]{8})-([0-9a-f]{8})/.exec(line.text) ?? []
        out.row(
          {
            name: 'gpg-pubkey',
            version: version ?? '',
            release: release ?? '',
            architecture: null,
            installed: installed(key[1], context),
          },
          line,
        )
      } else out.unparsed(line, 'not a package of rpm -qa')
    }
  },
  events: (r) =>
    r.installed === null
      ? []
      : [
          {
            ts: r.installed,
            kind: 'package',
            summary: `installed ${r.name} ${r.version}-${r.release}`,
            program: 'rpm',
          },
        ],
  sights: (r) => [
    sight('package', {
      name: r.name,
      manager: 'rpm',
      architecture: r.architecture,
      version: `${r.version}-${r.release}`,
      installed: true,
      installed_at: r.installed,
    }),
  ],
})
