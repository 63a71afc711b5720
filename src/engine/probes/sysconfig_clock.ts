/**
 * /etc/sysconfig/clock of Red Hat and SUSE hosts: the configured time zone and whether the hardware clock runs in UTC.
 *   ZONE="America/New_York"
 *   UTC=true
 * SUSE writes TIMEZONE=. Source: sysconfig.txt of the initscripts package.
 */
import { bool, defineProbe, eachLine, optional, SKIP, text } from '../define'

const LINE = /^\s*([A-Z_][A-Z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(\S*))\s*(?:#.*)?$/

export default defineProbe({
  title: 'Configured time zone (sysconfig)',
  commands: ['/etc/sysconfig/clock'],
  recognise: {
    names: ['etc/sysconfig/clock'],
    // Each line fits one alternative only: blank lines by the dozen must not be tried in every combination.
    shape: /^(?:(?:#.*|[ \t\r]*|[A-Z_]+=.*)\n){0,100}?(?:ZONE|TIMEZONE)="?[A-Za-z]+\/[A-Za-z_/]+"?[ \t\r]*(?:\n|$)/,
  },
  columns: {
    key: text('Name of the setting'),
    value: text('Its value, quotes removed'),
    hardware_utc: optional(bool('For UTC=: whether the hardware clock runs in UTC')),
  },
  parse: eachLine((line) => {
    if (line.trimStart().startsWith('#')) return SKIP
    const m = LINE.exec(line)
    if (!m) return null
    const value = m[2] ?? m[3] ?? m[4] ?? ''
    return { key: m[1]!, value, hardware_utc: m[1] === 'UTC' ? /^(true|yes|1)$/i.test(value) : null }
  }),
  facts: (rows) => {
    const zone = rows.find((r) => r.key === 'ZONE' || r.key === 'TIMEZONE')?.value
    return zone ? { zone } : {}
  },
})
