/**
 * Real logs with other people's readings of them, where the corpus is there: each file is taken for what it is with its
 * name taken away, nothing throws, hardly a line is left over, and the fields agree with the expected results. What
 * disagrees is listed below by name, with the reason.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UTC } from '../shared/time'
import {
  agree,
  byLine,
  bytesOf,
  CORPUS,
  clock,
  compared,
  json,
  kindOf,
  read,
  readAs,
  rows,
  THERE,
} from './corpus-logs-read'
import { plainBytes } from './evidence/encoding'

const FOLDERS = [
  'syslog',
  'syslog-large',
  'syslog-other',
  'syslog-rotated-set',
  'auditd',
  'dmesg',
  'firewall-log',
  'journal',
]
/** Expected results, lists, and binary files that are no logs of lines. */
const NOT_A_LOG =
  /\.expected\.|\.facts\.json$|SOURCES\.tsv$|\.csv$|\.dd$|\.orig\.txt$|\.zst$|\.bsm$|\.tar$|\.asl$|\.rules$|\.yaml$/
/** What a file is, first match; null: no format of ours, and it must not be taken for one. */
const KINDS: readonly [RegExp, string | null][] = [
  [/^auditd\/insights__rhel__auditctl/, null],
  [/^auditd\//, 'audit'],
  [/^dmesg\/(?:local__debian12__dmesg_denied|systemd__kmsg-raw__kmsg-crash)/, null],
  [/^dmesg\//, 'dmesg'],
  [/^firewall-log\/crowdsec__tcpdump/, null],
  [/^firewall-log\/psad__syslog_time_fmt1/, 'syslog_iso'],
  [/^firewall-log\/crowdsec__pf-logs/, 'rfc5424'],
  [/^firewall-log\//, 'rfc3164'],
  [/^journal\/.*(?:journal\.json|journald\.json)$/, 'journal_json'],
  [/^journal\/.*json-pretty/, 'journal_pretty'],
  [/^journal\/.*\.verbose\./, 'journal_verbose'],
  [/^journal\/.*export/, 'journal_export'],
  [/^journal\/.*short-(?:iso|full)/, 'syslog_iso'],
  [/^journal\/.*short-monotonic/, 'journal_monotonic'],
  [/^journal\/.*(?:short|journalctl_)/, 'rfc3164'],
  [/^syslog-other\/plaso__linux__apt_history/, 'apt_history'],
  [/^syslog-other\/sotm34__apache/, 'apache_error'],
  [/^syslog-other\/plaso__linux__snort3/, 'ids_alert'],
  [
    /^syslog-other\/(?:crowdsec__(?:cri|zimbra)|fail2ban__(?:asterisk|exim|groupoffice)|ossec__cpanel|wazuh__cpanel)/,
    'generic_iso',
  ],
  [/^syslog-other\/(?:fail2ban__(?:kerio|squid)|plaso__linux__vsftpd|wazuh__squid)/, 'generic_stamp'],
  [/^syslog-other\/(?:fail2ban__(?:haproxy|xrdp|mysqld)|plaso__linux__xchat)/, 'rfc3164'],
  [/^syslog-(?:large|rotated-set)\//, 'rfc3164'],
  [/^syslog\/.*yumlog/, 'yum_log'],
  [/^syslog\/.*(?:__test-5424|rfc5424-3)/, 'rfc5424'],
  [/^syslog\/ossec__logtesting-4[23]\./, 'apache_error'],
  [/^syslog\/(?:ossec__openbsd-httpd|crowdsec__cpanel)/, 'apache_access'],
  [
    /^syslog\/(?:crowdsec__(?:CVE-2023|jellyfin|mikrotik|postfix-relay|segfault|synology|proftpd-(?:bf|user))|elastic__(?:macos|suse)|wazuh__macos)/,
    'syslog_iso',
  ],
  [
    /^syslog\/(?:crowdsec__(?:openvpn-bf|proxmox-backup)|lnav__logfile_(?:crlf|invalid_tz|leveltest|multiline))/,
    'generic_iso',
  ],
  [/^syslog\/(?:crowdsec__(?:bind9-logs|vsftpd)|insights__rhel__up2date|fail2ban__nsd)/, 'generic_stamp'],
  [
    /^syslog\/(?:crowdsec|fail2ban|hotsos|insights|jc|loghub|ossec|plaso|rsyslog|wazuh|elastic|lnav__logfile_(?:bad_syslog|blued|for_join|haproxy))/,
    'rfc3164',
  ],
]
/** No stamp, no log of lines, or a format that is not read yet. */
const NO_FORMAT =
  /crowdsec__(?:smb-logs|webmin-bf|haproxy|teleport)|sshd-journal|lnav__logfile_(?:ansi|block|empty|epoch|muxed|procstate|rollover|tcsh|vami|yday)|logtesting-(?:38|7)\.|date1\.parse1|parse-nodate|upcase-date|cisco_asa|wazuh__user|HPC_2k|ossec__vpn|oscap|JOURNALCTL_HEADER|fuzz-(?:28817|8659)|\.cat\.txt/
/** Files made of lines that no one log would hold together, or damaged on purpose: they are not counted. */
const MIXED =
  /cpanel|export-fuzz|crowdsec__(?:postfix-logs|pf-logs)|fail2ban__(?:monit|mysqld|named-refused|testcase|vsftpd|zzz-generic|xrdp)|insights__|jc__generic|plaso__linux__(?:syslog|selinux|xchat)|wazuh__netscreen/

interface Tally {
  files: number
  events: number
  lines: number
  unparsed: number
}
const tallies = new Map<string, Tally>()
describe.skipIf(!THERE)('the corpus of logs (skipped where it is absent)', () => {
  const files = THERE
    ? FOLDERS.flatMap((d) => readdirSync(join(CORPUS, d)).map((f) => `${d}/${f}`)).filter((f) => !NOT_A_LOG.test(f))
    : []

  it.each(files)('takes %s for what it is', (file) => {
    const bytes = bytesOf(file)
    const found = kindOf(bytes)
    const expected = NO_FORMAT.test(file) ? null : (KINDS.find(([pattern]) => pattern.test(file))?.[1] ?? null)
    if (expected === null) {
      // Another kind may fit with doubt; with confidence it may not.
      expect(found === null || found.kind === 'probe' || found.confidence < 0.7 ? null : found.id).toBe(null)
      return
    }
    expect(found?.id).toBe(expected)
    const run = read(file, expected)
    const lines = run.events.length + run.continuations + run.unparsed.length
    expect(run.events.length).toBeGreaterThan(0)
    const mixed = MIXED.test(file)
    const key = mixed ? `${expected} (mixed or damaged)` : expected
    const t = tallies.get(key) ?? { files: 0, events: 0, lines: 0, unparsed: 0 }
    tallies.set(key, {
      files: t.files + 1,
      events: t.events + run.events.length,
      lines: t.lines + lines,
      unparsed: t.unparsed + run.unparsed.length,
    })
    if (!mixed) expect(run.unparsed.map((u) => u.text)).toEqual([])
  })

  it('leaves less than a line in a thousand unread', () => {
    let lines = 0
    let unparsed = 0
    for (const [key, t] of tallies) {
      if (key.includes('mixed')) continue
      lines += t.lines
      unparsed += t.unparsed
    }
    expect(lines).toBeGreaterThan(100_000)
    expect(unparsed / lines).toBeLessThan(0.001)
  })

  describe('agrees with', () => {
    it('loghub on Linux', () => {
      const events = byLine(readAs('syslog/loghub__linux-2005__Linux_2k.log'))
      agree(
        'loghub Linux_2k',
        rows('syslog/loghub__linux-2005__Linux_2k.log.structured.csv').flatMap(
          ([no, , , time, host, program, pid, content]) => {
            const e = events.get(Number(no))!
            // loghub keeps PAM's module in the component, and `--` of `-- root[1]` as a component.
            const bare = program!.replace(/\(.*\)$/, '').replace(/^syslogd [\d.]+$/, 'syslogd')
            return [
              [`${no} time`, clock(e), time],
              [`${no} host`, e.host, host],
              [`${no} program`, e.program ?? '', bare],
              [`${no} pid`, e.pid === null ? '' : String(e.pid), pid],
              [`${no} message`, e.message.trim(), content!.trim()],
            ] as const
          },
        ),
      )
    })

    it('loghub on macOS', () => {
      const events = byLine(readAs('syslog/loghub__macos__Mac_2k.log'))
      agree(
        'loghub Mac_2k',
        rows('syslog/loghub__macos__Mac_2k.log.structured.csv').flatMap(
          ([no, , , time, host, program, pid, , content]) => {
            const e = events.get(Number(no))!
            return [
              [`${no} time`, clock(e), time],
              [`${no} host`, e.host, host],
              [`${no} program`, e.program ?? '', program],
              [`${no} pid`, e.pid === null ? '' : String(e.pid), pid],
              // loghub keeps launchd's service in a column of its own.
              [`${no} message`, e.message.trimEnd().endsWith(content!.trim()), true],
            ] as const
          },
        ),
      )
    })

    it('the Honeynet Project on messages', () => {
      const chain = [6, 5, 4, 3, 2, 1, 0].map(
        (n) => `syslog-rotated-set/sotm34__redhat-2005__SotM34-messages${n ? `.${n}` : ''}`,
      )
      const events = chain.flatMap((file) => readAs(file, UTC, 2005).events)
      const theirs = rows('syslog-rotated-set/sotm34__redhat-2005__SotM34-syslog_messages.csv')
      const count = (keys: string[]) => {
        const map = new Map<string, number>()
        for (const k of keys) map.set(k, (map.get(k) ?? 0) + 1)
        return map
      }
      // Their clock is set right by some hours, so only program and PID are compared; `-` is a line without a tag.
      const ours = count(events.map((e) => `${e.program ?? '-'} ${e.pid ?? 0}`))
      const expected = count(
        theirs.map(
          ([, , , p, pid]) =>
            `${p!
              .trim()
              .replace(/\(.*\)$/, '')
              .replace(/ [\d.]+$/, '')} ${pid}`,
        ),
      )
      agree(
        'Honeynet SotM34 messages (program, pid)',
        [...expected].map(([key, n]) => [key, ours.get(key) ?? 0, n] as const),
      )
    })

    it('journalctl on the entries of a binary journal, byte for byte', async () => {
      const folder = 'journal/systemd__'
      const { bytes, truncated } = await plainBytes(bytesOf(`${folder}binary__system.journal.zst`))
      const ours = new TextDecoder('latin1').decode(bytes)
      const theirs = new TextDecoder('latin1').decode(bytesOf(`${folder}fedora37-aarch64__system.journal.export`))
      // Theirs is of systemd 252, which does not print the sequence number on a line of its own.
      expect(ours.replace(/^__SEQNUM(?:_ID)?=.*\n/gm, '') === theirs).toBe(true)
      expect(truncated).toBe(null)
    })

    it('systemd on the number of records, in every form', () => {
      const name = 'journal/systemd__fedora37-aarch64__system.journal'
      const pairs: [string, unknown, unknown][] = []
      const all = [
        'json',
        'export',
        'short-full.txt',
        'short-iso.txt',
        'short-monotonic.txt',
        'short-precise.txt',
        'short.txt',
      ].map((form) => {
        const run = readAs(`${name}.${form}`)
        pairs.push([form, run.events.length, json<{ records: number }>(`${name}.${form}.expected.json`).records])
        return run.events
      })
      const [fromJson, ...texts] = all
      for (const [n, events] of texts.entries())
        for (const [i, e] of events.entries()) {
          const j = fromJson![i]!
          pairs.push([`${n} ${i} program`, e.program, j.program], [`${n} ${i} host`, e.host, j.host])
          if (n === 2) pairs.push([`${n} ${i} second`, Math.floor(e.ts! / 1e6), Math.floor(j.ts! / 1e6)])
        }
      for (const form of ['json-pretty.txt', 'verbose.txt']) {
        const { events } = readAs(`${name}.${form}`)
        pairs.push([form, events.length, json<{ records: number }>(`${name}.${form}.expected.json`).records])
        const last = fromJson!.slice(-events.length)
        for (const [i, e] of events.entries())
          for (const key of ['ts', 'host', 'program', 'pid', 'facility', 'severity', 'message'] as const)
            pairs.push([`${form} ${i} ${key}`, e[key], last[i]![key]])
      }
      for (const [i, e] of texts[0]!.entries())
        for (const key of ['ts', 'host', 'program', 'pid', 'facility', 'severity', 'message'] as const)
          pairs.push([`export ${i} ${key}`, e[key], fromJson![i]![key]])
      agree('systemd, eight text forms against JSON', pairs)
    })
  })

  afterAll(() => {
    const lines = [...tallies]
      .sort()
      .map(
        ([id, t]) =>
          `${id.padEnd(34)} ${String(t.files).padStart(4)} files ${String(t.events).padStart(7)} events ${String(t.unparsed).padStart(4)} unparsed (${((100 * t.unparsed) / t.lines).toFixed(3)} %)`,
      )
    console.log([...lines, ...compared].join('\n'))
  })
})
