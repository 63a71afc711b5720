/**
 * Log lines read field by field against the expected results of rsyslog, crowdsec, fail2ban, jc, plaso and go-libaudit,
 * where the corpus is there. What disagrees is named, with the reason why the expectation is not followed.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { printInstant, zoneByName } from '../shared/time'
import { agree, byLine, bytesOf, CORPUS, compared, json, type Known, kindOf, readAs, THERE } from './corpus-logs-read'
import { messages } from './registry'

type Pair = readonly [where: string, ours: unknown, theirs: unknown]
const list = (folder: string, pattern: RegExp): string[] =>
  THERE
    ? readdirSync(join(CORPUS, folder))
        .filter((f) => pattern.test(f))
        .map((f) => `${folder}/${f}`)
    : []

const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  )
const SEVERITIES = 'emerg alert crit err warning notice info debug'.split(' ')

const RSYSLOG: Known = [
  [
    /^(?:8bit|snare|oversizeTag).* (?:program|message)$/,
    'rsyslog takes the first word for the tag even when no colon follows; then `last message repeated` would be by `last`',
  ],
  [/^snare\.parse1 1 (?:pri|facility|severity)$/, 'the line has no priority: rsyslog assumes 13, here it is unknown'],
  [/^date1\.parse1 /, 'a space between priority and stamp'],
]
const CROWDSEC: Known = [
  [
    /^(?:bind9-logs|cpanel-logs) \d+ event$/,
    'lines that are no syslog: the file is read by the stamp of BIND or the web server',
  ],
  [/^pf-logs [012] event$/, 'RFC 3164 in a file of RFC 5424'],
]
const CROWDSEC_MESSAGES: Known = [
  [/^ssh (?:9|10|12|13|14|18|19|21) address$/, 'a connection that ended before anyone tried to log in is no login'],
  [/^pf [012] source$/, 'RFC 3164 in a file of RFC 5424'],
]
const FAIL2BAN: Known = [
  [/^monit \d+ time$/, 'a zone name before a stamp without a year, in brackets: monit’s own log is not read'],
  [
    /^asterisk (?:11|12|23|46) time$/,
    'stamps without a year in a file of ISO stamps: only the reader of RFC 3164 is given a year',
  ],
]
const JC_ACCESS: Known = [[/^17 read$/, 'a day of one digit: servers write two (strftime %d)']]
const JC: Known = [
  [/^21 message$/, 'jc leaves PAM’s module in front of the content'],
  [
    /^26 (?:host|program)$/,
    '`avas: last message repeated`: one word and a colon is a tag, as for any other line without a host',
  ],
]

describe.skipIf(!THERE)('expected readings of log lines (skipped where the corpus is absent)', () => {
  it('rsyslog on facility, severity, time, host, tag and message', () => {
    const pairs: Pair[] = []
    for (const file of list('syslog', /^rsyslog__.*\.log$/)) {
      const expected = json<{ format_of_expected: string; cases: { expected: string }[] }>(`${file}.expected.json`)
      if (!expected.format_of_expected.startsWith('PRI,')) continue
      const run = readAs(file)
      const name = /rsyslog__wire__(.*)\.log/.exec(file)![1]!
      for (const [i, { expected: line }] of expected.cases.entries()) {
        const [pri, facility, severity, stamp, host, program, tag, ...rest] = line.split(',')
        const e = run.events.find((x) => x.line === i + 1)
        const at = (field: string) => `${name} ${i} ${field}`
        if (!e) {
          pairs.push([at('event'), 'none', line])
          continue
        }
        pairs.push(
          [at('pri'), (e.facility ?? 0) * 8 + (e.severity ?? 0), Number(pri)],
          [at('facility'), FACILITIES[e.facility ?? -1], facility],
          [at('severity'), SEVERITIES[e.severity ?? -1], severity],
          [at('time'), e.ts === null ? '' : printInstant(e.ts).slice(11, 19), stamp!.slice(7)],
          [at('host'), e.host ?? '', host],
          [at('program'), e.program ?? '', program || tag!.replace(/[:[].*$/, '')],
          [at('message'), e.message.trim(), rest.join(',').trim()],
        )
      }
    }
    agree('rsyslog wire', pairs, RSYSLOG)
  })

  it('crowdsec on the header of a line', () => {
    const pairs: Pair[] = []
    for (const file of [...list('syslog', /^crowdsec__.*\.log$/), ...list('firewall-log', /^crowdsec__.*\.log$/)]) {
      const all = list(file.slice(0, file.indexOf('/')), /./)
      if (!all.includes(`${file}.expected.json`)) continue
      const { events } = json<{
        events: { stage: string; event: number; parser: string; fields: Record<string, unknown> }[]
      }>(`${file}.expected.json`)
      const run = readAs(file)
      const name = /crowdsec__(.*)\.log/.exec(file)![1]!
      const lines = new TextDecoder().decode(bytesOf(file)).split('\n')
      // crowdsec numbers the lines that are not blank.
      const filled = lines.map((text, i) => ({ text, no: i + 1 })).filter((l) => l.text.trim() !== '')
      const at = byLine(run)
      for (const { stage, event, parser, fields } of events) {
        if (stage !== 's00-raw' || !parser.endsWith('syslog-logs')) continue
        const e = at.get(filled[event]?.no ?? -1)
        const want = (key: string) => fields[`Evt.Parsed["${key}"]`]
        const where = (field: string) => `${name} ${event} ${field}`
        if (!e) {
          pairs.push([where('event'), 'none', String(want('message')).slice(0, 60)])
          continue
        }
        if (want('program') !== undefined) pairs.push([where('program'), e.program ?? '', want('program')])
        if (want('pid') !== undefined) pairs.push([where('pid'), e.pid === null ? '' : String(e.pid), want('pid')])
        if (fields['Evt.Meta["machine"]'] !== undefined)
          pairs.push([where('host'), e.host ?? '', fields['Evt.Meta["machine"]']])
        if (want('message') !== undefined)
          pairs.push([where('message'), e.message.trim(), String(want('message')).trim()])
      }
    }
    agree('crowdsec syslog header', pairs, CROWDSEC)
  })

  it('crowdsec on sshd, iptables and pf messages', () => {
    const pairs: Pair[] = []
    const one = (file: string, name: string, kinds: string[], fields: Record<string, string>) => {
      const run = readAs(file)
      const lines = new TextDecoder().decode(bytesOf(file)).split('\n')
      const filled = lines.map((text, i) => ({ text, no: i + 1 })).filter((l) => l.text.trim() !== '')
      const at = byLine(run)
      const { events } = json<{
        events: { stage: string; event: number; parser: string; fields: Record<string, unknown> }[]
      }>(`${file}.expected.json`)
      for (const { stage, event, fields: theirs } of events) {
        if (stage !== 's01-parse') continue
        const e = at.get(filled[event]?.no ?? -1)
        const rows = kinds.map((k) =>
          e ? (messages.get(k)!.match(e.message) as Record<string, unknown> | null) : null,
        )
        const row = rows.find((r) => r !== null)
        for (const [ours, key] of Object.entries(fields)) {
          const want = theirs[`Evt.${key}`]
          if (want === undefined || want === '') continue
          const value = row?.[ours]
          pairs.push([
            `${name} ${event} ${ours}`,
            value === null || value === undefined ? null : String(value),
            String(want).toLowerCase(),
          ])
        }
      }
    }
    one('syslog/crowdsec__sshd-logs.log', 'ssh', ['ssh_auth', 'pam_auth', 'tcpwrapper'], {
      address: 'Meta["source_ip"]',
      account: 'Meta["target_user"]',
    })
    one('firewall-log/crowdsec__iptables-logs.log', 'iptables', ['firewall_block'], {
      source: 'Parsed["src_ip"]',
      destination: 'Parsed["dst_ip"]',
      source_port: 'Parsed["src_port"]',
      destination_port: 'Parsed["dst_port"]',
    })
    one('firewall-log/crowdsec__pf-logs.log', 'pf', ['firewall_block'], { source: 'Meta["source_ip"]' })
    agree('crowdsec messages', pairs, CROWDSEC_MESSAGES)
  })

  it('fail2ban on the time of every line, and who it was', () => {
    const pairs: Pair[] = []
    const zurich = zoneByName('Europe/Zurich')!
    for (const file of [...list('syslog', /^fail2ban__.*\.log$/), ...list('syslog-other', /^fail2ban__.*\.log$/)]) {
      const all = list(file.slice(0, file.indexOf('/')), /./)
      if (!all.includes(`${file}.expected.json`) || kindOf(bytesOf(file)) === null) continue
      const { lines } = json<{
        lines: { line: number; expect: { time?: string; match: boolean; host?: string; user?: string } }[]
      }>(`${file}.expected.json`)
      const name = /fail2ban__(.*)\.log/.exec(file)![1]!
      const run = readAs(file, zurich, 2005)
      const at = byLine(run)
      for (const { line, expect: want } of lines) {
        if (!want?.time) continue
        const e = at.get(line)
        const where = (field: string) => `${name} ${line} ${field}`
        if (!e || e.ts === null) {
          pairs.push([where('time'), 'none', want.time])
          continue
        }
        const local = printInstant((e.ts + zurich.offsetAt(e.ts) * 1e6) as never).slice(0, 19)
        // Without a year, theirs is the one that their tests run in; the lines of a file are in no order.
        const from = run.year === null || /\b(?:19|20)\d\d\b/.test(want.time.slice(0, 4)) === false ? 0 : 5
        pairs.push([where('time'), local.slice(from), want.time.slice(from, 19)])
        if (want.match && name === 'dropbear') {
          const row = messages.get('ssh_auth')!.match(e.message) as { address: string } | null
          pairs.push([where('host'), row?.address ?? null, want.host])
        }
      }
    }
    agree('fail2ban', pairs, FAIL2BAN)
  })

  it('jc on RFC 3164', () => {
    const file = 'syslog/jc__generic__syslog-3164.out'
    type Line = { priority?: number | null; hostname?: string; tag?: string; content?: string; unparsable?: string }
    const theirs = json<Line[]>(`${file}.expected.json`)
    const run = readAs(file)
    const lines = new TextDecoder().decode(bytesOf(file)).split('\n')
    const filled = lines.map((text, i) => ({ text, no: i + 1 })).filter((l) => l.text.trim() !== '')
    const at = byLine(run)
    const pairs: Pair[] = []
    for (const [i, want] of theirs.entries()) {
      const e = at.get(filled[i]!.no)
      const where = (field: string) => `${i} ${field}`
      pairs.push([where('read'), e !== undefined, want.unparsable === undefined])
      if (!e || want.unparsable !== undefined) continue
      pairs.push(
        [where('priority'), e.severity === null ? null : e.facility! * 8 + e.severity, want.priority],
        [where('host'), e.host, want.hostname],
        [where('program'), e.program, want.tag],
        // jc leaves the PID in front of the content.
        [where('message'), e.message.trim(), want.content!.replace(/^\[\d+\]: /, '').trim()],
      )
    }
    agree('jc syslog', pairs, JC)
  })

  it('plaso on counts and events', () => {
    const pairs: Pair[] = []
    type Test = {
      counts: { event_data: number; extraction_warning: number }
      events: { index: number; expected: Record<string, string | null> }[]
    }
    const first = (file: string) => json<{ tests: Test[] }>(`${file}.expected.json`).tests[0]!
    const cron = 'syslog/plaso__linux__syslog-syslog_cron.log'
    const crons = readAs(cron)
    const task = messages.get('cron_command')!.match(crons.events[1]!.message) as { account: string; command: string }
    pairs.push(['cron events', crons.events.length, first(cron).counts.event_data])
    pairs.push(['cron command', task.command, first(cron).events[0]!.expected['command']])
    pairs.push(['cron user', task.account, first(cron).events[0]!.expected['username']])
    const ftp = 'syslog-other/plaso__linux__vsftpd.log'
    const ftps = readAs(ftp)
    const { expected } = first(ftp).events[0]!
    pairs.push(['vsftpd events', ftps.events.length, first(ftp).counts.event_data])
    pairs.push(['vsftpd text', ftps.events[12]!.message, expected['text']])
    pairs.push(['vsftpd time', printInstant(ftps.events[12]!.ts!).slice(0, 19), expected['added_time']])
    const apt = 'syslog-other/plaso__linux__apt_history.log'
    const runs = readAs(apt).events.filter((e) => e.message.startsWith('Start-Date'))
    pairs.push(['apt runs', runs.length, 10])
    const snort = 'syslog-other/plaso__linux__snort3_alert_fast.log'
    const alerts = readAs(snort).events
    const alert = first(snort).events[0]!.expected
    pairs.push(['snort alerts', alerts.length, first(snort).counts.event_data])
    pairs.push(['snort time', printInstant(alerts[0]!.ts!).slice(5, 26), alert['last_written_time']!.slice(5)])
    pairs.push(['snort rule', alerts[0]!.message.includes(`[${alert['rule_identifier']}]`), true])
    agree('plaso', pairs)
  })

  it('jc on access logs', () => {
    type Line = { epoch?: number; status?: number | null; unparsable?: string }
    const file = 'host-misc/jc__generic__common-log-format.log'
    const theirs = json<Line[]>(`${file}.expected.json`)
    const at = byLine(readAs(file))
    const lines = new TextDecoder().decode(bytesOf(file)).split('\n')
    const filled = lines.map((text, i) => ({ text, no: i + 1 })).filter((l) => l.text.trim() !== '')
    const severity = (status: number) => (status >= 500 ? 3 : status >= 400 ? 4 : 6)
    const zoned = /\[.{20} [+-]\d{4}\]/
    const pairs: Pair[] = []
    for (const [i, want] of theirs.entries()) {
      const e = at.get(filled[i]!.no)
      pairs.push([`${i} read`, e !== undefined, want.unparsable === undefined])
      if (!e || want.unparsable !== undefined || !zoned.test(filled[i]!.text)) continue
      // Their `epoch` is of the wall time in the zone of their tests; the line's own offset is what counts.
      const m = /\[(\d\d)\/(\w{3})\/(\d{4}):(\S+) ([+-]\d\d)(\d\d)\]/.exec(filled[i]!.text)!
      pairs.push([`${i} time`, e.ts, Date.parse(`${m[1]} ${m[2]} ${m[3]} ${m[4]} GMT${m[5]}${m[6]}`) * 1000])
      if (want.status) pairs.push([`${i} severity`, e.severity, severity(want.status)])
    }
    agree('jc access log', pairs, JC_ACCESS)
  })

  afterAll(() => console.log(compared.join('\n')))
})
