/**
 * Jobs of cron: crontab(5), `crontab -l`, /etc/crontab and /etc/cron.d.
 *   17 *	* * *	root	cd / && run-parts --report /etc/cron.hourly
 *   @reboot /usr/local/bin/unmangle
 *   MAILTO=root
 * Only the system's tables have a user before the command: told by the path, or by each job having `root` or another
 * plain name there.
 */
import { defineProbe, optional, text } from '../define'
import { sight } from '../facets'
import { wordScan } from '../probes-lib/word-scan'

const NAMES = '[a-z]{3}'
const field = (names = false) =>
  `(?:\\*|\\d{1,2}${names ? `|${NAMES}` : ''})(?:-(?:\\d{1,2}${names ? `|${NAMES}` : ''}))?(?:[/~]\\d{1,4})?`
const listOf = (one: string) => `(${one}(?:,${one})*)`
const NICK = /^\s*@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every_minute|every \d+\S*)\s+(\S.*)$/i
const VARIABLE = /^\s*("?[A-Za-z_]\w*"?)\s*=\s*(.*)$/
const USER = /^([a-z_][a-z0-9_-]{0,31}\$?)(?::\S+)?\s+(\S.*)$/i

const limits = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const
const FIELDS = [field(), field(), field(), field(true), field(true)].map((f) => new RegExp(`^${listOf(f)}$`, 'i'))
/** Whether a field is one of that place, its numbers in their range. */
function fits(text: string, place: number): boolean {
  if (text === '*') return true
  if (text.length > 200 || !FIELDS[place]!.test(text)) return false
  const [low, high] = limits[place]!
  for (const n of text.replace(/\/\d+/g, '').match(/\d+/g) ?? []) if (Number(n) < low || Number(n) > high) return false
  return true
}
const scan = wordScan()
/** The schedule and the rest, or null when a number is out of its range. */
function job(line: string): { schedule: string; rest: string } | null {
  if (line.length > 10_000) return null
  if (line.includes('@')) {
    const nick = NICK.exec(line)
    if (nick) return { schedule: `@${nick[1]}`, rest: nick[2]!.trim() }
  }
  // A `-` before the minute keeps vixie-cron's successors from logging the job.
  const from = /^\s*-(?!\d)/.exec(line)?.[0].length ?? 0
  if (scan.scan(line, 6, from) < 6) return null
  for (let place = 0; place < 5; place++) if (!fits(scan.word(place), place)) return null
  const schedule = `${scan.word(0)} ${scan.word(1)} ${scan.word(2)} ${scan.word(3)} ${scan.word(4)}`
  return { schedule, rest: scan.rest(5) }
}

const NONE = /^(?:crontab: )?no crontab for \S{1,64}$/
const SYSTEM = /(?:^|\/)etc\/(?:crontab|cron\.d\/|anacrontab)|(?:^|\/)cron\.d\//

export default defineProbe({
  title: 'Jobs of cron',
  commands: ['crontab -l', '/etc/crontab', '/etc/cron.d/*'],
  recognise: {
    names: ['etc/crontab', 'cron.d/*', 'spool/cron/**', 'crontab*', '*_crontab'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      // What `crontab -l` says of an account without a table.
      if (lines.length === 1 && NONE.test(lines[0]!)) return 0.8
      const jobs = lines.filter((l) => job(l))
      const telling = jobs.filter((l) => /[*@]|[\d,]\s+[/a-z]/i.test(l)).length
      const settings = lines.filter((l) => VARIABLE.test(l) && !job(l)).length
      return telling > 0 && jobs.length + settings >= lines.length * 0.75 && jobs.length >= settings * 0.15 ? 0.8 : 0
    },
  },
  columns: {
    schedule: optional(text('minute hour day month weekday, or @reboot and such; null for a setting')),
    user: optional(text('Account that it runs as; null where the table is one of its own account')),
    command: optional(text('Command')),
    variable: optional(text('Name of a setting')),
    value: optional(text('Value of a setting')),
    owner: optional(text('Account that the table belongs to, from the path of the file')),
  },
  parse: (lines, out, context) => {
    const all = [...lines]
    const jobs = all.map((l) => (/^\s*#/.test(l.text) ? null : job(l.text)))
    const found = jobs.filter((j) => j !== null)
    const system =
      SYSTEM.test(context.path) ||
      (found.length > 0 &&
        found.every((j) => USER.test(j.rest)) &&
        found.some((j) => j.rest.startsWith('root ') || j.rest.startsWith('root\t')))
    const owner = /(?:^|\/)spool\/cron\/(?:crontabs\/|tabs\/)?([^/]+)$/.exec(context.path)?.[1] ?? null
    for (const [i, line] of all.entries()) {
      const j = jobs[i]
      const variable = j ? null : VARIABLE.exec(line.text)
      if (j) {
        const as = system ? USER.exec(j.rest) : null
        out.row(
          {
            schedule: j.schedule,
            user: as?.[1] ?? null,
            command: as ? as[2]! : j.rest,
            variable: null,
            value: null,
            owner,
          },
          line,
        )
      } else if (/^\s*#/.test(line.text) || NONE.test(line.text)) out.noise(line)
      else if (variable && line.text.length < 5000)
        out.row(
          {
            schedule: null,
            user: null,
            command: null,
            variable: variable[1]!.replaceAll('"', ''),
            value: variable[2]!.trim().replace(/^(["'])(.*)\1$/, '$2'),
            owner,
          },
          line,
        )
      else out.unparsed(line, 'not a job of cron')
    }
  },
  sights: (r) =>
    r.command === null
      ? []
      : [sight('job', { kind: 'cron', user: r.user ?? r.owner, schedule: r.schedule, command: r.command })],
})
