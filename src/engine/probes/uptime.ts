/**
 * How long the host has run, and its load, as uptime(1) tells them; with -s only the moment of boot.
 *    19:23:40 up 25 min,  1 user,  load average: 0.83, 0.73, 0.76
 *   2026-11-22 21:19:14
 * `up` is cut to minutes, so it dates the boot to the minute only; -s dates it to the second.
 */
import { parseIso } from '../../shared/time'
import { defineProbe, int, optional, real, text, time } from '../define'
import { isPrompt } from '../probes-lib/lines'
import { UPTIME, upSeconds } from '../probes-lib/uptime-line'

const SINCE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const figure = (value: string | undefined): number | null => {
  const n = Number((value ?? '').replace(',', '.'))
  return value && Number.isFinite(n) ? n : null
}

export default defineProbe({
  title: 'Uptime and load',
  commands: ['uptime', 'uptime -s'],
  recognise: {
    names: ['uptime_-s', 'uptime_-s.txt', 'uptime', 'uptime.txt'],
    byName: true,
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !isPrompt(l))
      if (lines.length !== 1 || lines[0]!.length > 200) return 0
      // A date alone says nothing of what it is: -s is told by the name of the file.
      return UPTIME.test(lines[0]!) || (SINCE.test(lines[0]!.trim()) && /uptime/.test(head.path)) ? 0.9 : 0
    },
  },
  columns: {
    clock: optional(text('Time of day at the listing')),
    up: optional(int('Time since boot, to the minute', 'seconds')),
    booted: optional(time('Moment of boot (-s)')),
    users: optional(int('Sessions of users', 'count')),
    load_1: optional(real('Load over one minute')),
    load_5: optional(real('Load over five minutes')),
    load_15: optional(real('Load over a quarter of an hour')),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      const text = line.text.trim()
      const booted = SINCE.test(text) ? parseIso(text, context.zone) : null
      const g = line.text.length < 200 ? UPTIME.exec(line.text)?.groups : undefined
      if (booted !== null)
        out.row({ clock: null, up: null, booted, users: null, load_1: null, load_5: null, load_15: null }, line)
      else if (g)
        out.row(
          {
            clock: g['clock']!.trim(),
            up: upSeconds(g['up']!),
            booted: null,
            users: figure(g['users']),
            load_1: figure(g['l1']),
            load_5: figure(g['l5']),
            load_15: figure(g['l15']),
          },
          line,
        )
      else if (isPrompt(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of uptime')
    }
  },
  events: (r) => (r.booted === null ? [] : [{ ts: r.booted, kind: 'boot', summary: 'boot (uptime -s)' }]),
  facts: (rows) => {
    const booted = rows.find((r) => r.booted !== null)?.booted
    return booted ? { bootedAt: booted } : {}
  },
})
