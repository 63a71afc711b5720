/**
 * Timers of systemd: what ran last and runs next, as `systemctl list-timers` lists them.
 *   NEXT                        LEFT     LAST                        PASSED       UNIT                ACTIVATES
 *   Sun 2026-11-22 23:09:00 UTC 18min    Sun 2026-11-22 22:39:01 UTC 11min ago    phpsessionclean.timer phpsessionclean.service
 *   n/a                         n/a      n/a                         n/a          ureadahead-stop.timer ureadahead-stop.service
 * `n/a` (before 252) and `-` stand for none. Source: systemctl(1), systemd.timer(5).
 */
import { defineProbe, optional, text, time } from '../define'
import { sight } from '../facets'
import { cellFinder, cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'
import { isUnit, LEGEND, systemdStamp } from '../probes-lib/systemd'

const HEADER = /^\s*NEXT\s+LEFT\s+LAST\s+PASSED\s+UNIT\s+ACTIVATES\s*$/
const known = (cell: string): string | null => (cell === '' || cell === 'n/a' || cell === '-' ? null : cell)

export default defineProbe({
  title: 'Timers of systemd (systemctl list-timers)',
  commands: ['systemctl list-timers --all --no-pager'],
  recognise: {
    names: ['systemctl_list-timers*'],
    shape: (head) => (head.lines.slice(0, 5).some((l) => l.length < 1000 && HEADER.test(l)) ? 0.95 : 0),
  },
  columns: {
    unit: text('Timer'),
    activates: optional(text('Unit that it starts')),
    next: optional(time('When it runs next')),
    last: optional(time('When it ran last; null when it never did')),
    next_text: optional(text('Next run as printed')),
    left: optional(text('Time until then as printed')),
    last_text: optional(text('Last run as printed')),
    passed: optional(text('Time since then as printed')),
  },
  parse: (lines, out, context) => {
    let columns: readonly HeaderColumn[] | null = null
    for (const line of lines) {
      if (line.text.length < 1000 && HEADER.test(line.text)) {
        columns = headerColumns(line.text)
        out.noise(line)
        continue
      }
      const cells = columns && line.text.length < 4000 ? cellsOf(columns, line.text) : null
      const cell = (name: string) => known(cellFinder(columns!)(cells!, name))
      const unit = cells ? cell('UNIT') : null
      if (!unit || !isUnit(unit)) {
        if (LEGEND.test(line.text)) out.noise(line)
        else out.unparsed(line, columns ? 'not a timer' : 'no header of list-timers before this line')
        continue
      }
      out.row(
        {
          unit,
          activates: cell('ACTIVATES'),
          next: systemdStamp(cell('NEXT') ?? '', context),
          last: systemdStamp(cell('LAST') ?? '', context),
          next_text: cell('NEXT'),
          left: cell('LEFT'),
          last_text: cell('LAST'),
          passed: cell('PASSED'),
        },
        line,
      )
    }
  },
  events: (r) =>
    r.last === null
      ? []
      : [
          {
            ts: r.last,
            kind: 'process',
            summary: `timer ${r.unit} ran ${r.activates ?? ''}`.trimEnd(),
            program: 'systemd',
          },
        ],
  sights: (r) => [
    sight('job', { kind: 'timer', schedule: r.unit, command: r.activates ?? r.unit, next: r.next, last: r.last }),
  ],
})
