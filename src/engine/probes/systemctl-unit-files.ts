/**
 * Files of units and whether they start at boot, as `systemctl list-unit-files` lists them.
 *   UNIT FILE                              STATE           VENDOR PRESET
 *   cron.service                           enabled         enabled
 *   autovt@.service                        alias           -
 * The third column came with version 246 and lost the word VENDOR with 250. Source: systemctl(1).
 */
import { defineProbe, optional, text } from '../define'
import { sight } from '../facets'
import { isUnit, LEGEND } from '../probes-lib/systemd'

const STATE =
  'enabled|enabled-runtime|linked|linked-runtime|alias|masked|masked-runtime|static|indirect|disabled|generated|transient|bad|invalid'
const LINE = new RegExp(`^\\s*(\\S{1,300})\\s+(${STATE})(?:\\s+(enabled|disabled|ignored|-))?\\s*$`)
const HEADER = /^\s*UNIT FILE\s+STATE(?:\s+(?:VENDOR )?PRESET)?\s*$/

export default defineProbe({
  title: 'Files of units (systemctl list-unit-files)',
  commands: ['systemctl list-unit-files --no-pager'],
  recognise: {
    names: ['systemctl_list-unit-files*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 40)
      if (lines.slice(0, 3).some((l) => l.length < 1000 && HEADER.test(l))) return 0.95
      const fits = lines.filter((l) => l.length < 600 && isUnit(LINE.exec(l)?.[1] ?? ' ')).length
      return fits > 2 && fits >= lines.length * 0.9 ? 0.85 : 0
    },
  },
  columns: {
    unit_file: text('Name of the file of the unit'),
    state: text('enabled, disabled, static (nothing to enable), masked, indirect, generated, alias, linked, ...'),
    preset: optional(text('What the distribution would choose; null when not told or not applicable')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 1000 ? LINE.exec(line.text) : null
      if (m && isUnit(m[1]!))
        out.row({ unit_file: m[1]!, state: m[2]!, preset: m[3] && m[3] !== '-' ? m[3] : null }, line)
      else if (line.text.length < 1000 && (HEADER.test(line.text) || LEGEND.test(line.text))) out.noise(line)
      else out.unparsed(line, 'not a file of a unit')
    }
  },
  sights: (r) =>
    /\.(?:service|socket)$/.test(r.unit_file)
      ? [sight('daemon', { name: r.unit_file, kind: 'systemd', enabled: starts(r.state) })]
      : [],
})

/** Whether a state means that it starts at boot; null where another unit decides (static, indirect, alias, generated). */
function starts(state: string): boolean | null {
  if (/^(?:enabled|enabled-runtime|linked|linked-runtime)$/.test(state)) return true
  return /^(?:disabled|masked|masked-runtime)$/.test(state) ? false : null
}
