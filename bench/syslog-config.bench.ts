/**
 * A logging configuration of 10,000 lines: parsed, and after an edit of one word parsed and checked again, beside
 * `rsyslogd -N1` reading the same file where it is installed.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { checkConfig } from '../src/shared/syslog/check'
import { parseRsyslog } from '../src/shared/syslog/parse-rsyslog'

const LINES = 10_000
const RUNS = 15

const KINDS = [
  (i: number) => `local${i % 8}.info;mail,news.none   -/var/log/app/${i}.log`,
  (i: number) => `:programname, isequal, "prog${i}"   /var/log/prog/${i}.log`,
  (i: number) => `# rule ${i}: what the team asked for`,
  (i: number) => `if $programname == 'svc${i}' and $syslogseverity <= 4 then /var/log/svc/${i}.log`,
  (i: number) =>
    i % 500 === 4 ? `auth,authpriv.*   @@loghost${i}:6514` : `daemon.*;kern.!=debug   -/var/log/team/${i}.log`,
]
const text = `${Array.from({ length: LINES }, (_, i) => KINDS[i % KINDS.length]!(i)).join('\n')}\n`
const PATH = '/etc/rsyslog.conf'

/** Milliseconds of processor time, which a busy machine does not stretch. */
const spent = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const sorted = (times: number[]) => [...times].sort((a, b) => a - b)
const middle = (times: number[]) => sorted(times)[Math.floor(times.length / 2)]!.toFixed(1)
const best = (times: number[]) => sorted(times)[0]!.toFixed(1)

const parse: number[] = []
const again: number[] = []
const used: number[] = []
let problems = 0
for (let run = 0; run < RUNS + 5; run++) {
  // Each time another word is typed, in another place.
  const at = text.indexOf('\n', Math.floor((text.length * (run + 1)) / (RUNS + 7)))
  const edited = `${text.slice(0, at)}\nmail.warn /var/log/edit-${run}${text.slice(at)}`
  const cpu = spent()
  const begin = performance.now()
  const document = parseRsyslog(edited)
  const parsed = performance.now()
  const checked = checkConfig([{ path: PATH, document }], PATH)
  const end = performance.now()
  problems = checked.problems.get(PATH)!.length
  // The first runs compile the code.
  if (run < 5) continue
  parse.push(parsed - begin)
  again.push(end - begin)
  used.push(spent() - cpu)
}
console.log(`| ${LINES} lines, ${(text.length / 1024).toFixed(0)} KiB, ${problems} remarks | best ms | median ms |`)
console.log('|---|---|---|')
console.log(`| parse | ${best(parse)} | ${middle(parse)} |`)
console.log(`| parse and check after an edit | ${best(again)} | ${middle(again)} |`)
console.log(`| the same, processor time of all threads | ${best(used)} | ${middle(used)} |`)

if (existsSync('/usr/sbin/rsyslogd')) {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-bench-'))
  const file = join(folder, 'rsyslog.conf')
  writeFileSync(file, text)
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const begin = performance.now()
    try {
      execFileSync('/usr/sbin/rsyslogd', ['-N1', '-f', file], { stdio: 'ignore' })
    } catch {
      // Its exit status says nothing about how long it took.
    }
    times.push(performance.now() - begin)
  }
  rmSync(folder, { recursive: true })
  console.log(`| rsyslogd -N1 | ${best(times)} | ${middle(times)} |`)
}
