/**
 * Host probes against real outputs that are kept outside the repository; skipped by name where they are absent.
 * Each file: the kind is found from content alone where it has a shape, nothing throws, almost no line is unparsed, and
 * values agree with the results that others published for the same file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { instant, UTC } from '../shared/time'
import type { AnyRow, ParseContext } from './define'
import { headOf, recognise } from './parse/recognise'
import { type Parsed, runProbe } from './parse/run-probe'
import { probes } from './registry'

const CORPUS = process.env['VESTIGO_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus')
const CONTEXT: ParseContext = {
  path: 'a.txt',
  command: null,
  host: null,
  capturedAt: instant(Date.UTC(2026, 10, 22, 22, 51) * 1000),
  bootedAt: null,
  zone: UTC,
}

interface Case {
  readonly folder: string
  /** Files by name. */
  readonly match: RegExp
  readonly id: string
  /** Lines that no probe can read, by file name; the reason beside them. */
  readonly unparsed?: Readonly<Record<string, number>>
  /** True for files whose kind is told by their name. */
  readonly byName?: string
  /** Files that are not of this kind or broken on purpose: no claim about their kind. */
  readonly except?: RegExp
}

const CASES: readonly Case[] = [
  {
    folder: 'ps',
    match: /ps[-_.]|__Ps|PS_|bb_ps|ps_cols/,
    id: 'ps',
    // Without a header nothing says what a column is.
    except: /no-headers|pstree|PsAuxcww_BAD/,
  },
  {
    folder: 'lsof',
    match: /lsof/,
    id: 'lsof',
    // Warnings alone are no listing; field output has its own probe; `fuser` is another tool.
    except: /LSOF_BAD|lsof_-F|fuser/,
  },
  { folder: 'lsof', match: /lsof_-F/, id: 'lsof_fields' },
  { folder: 'logins', match: /^plaso/, id: 'wtmp' },
  { folder: 'logins', match: /last(?!log)/, id: 'last' },
  { folder: 'logins', match: /lastlog/, id: 'lastlog' },
  { folder: 'logins', match: /who/, id: 'who' },
  { folder: 'logins', match: /_w\.(?:out|txt)$/, id: 'w' },
  { folder: 'logins', match: /utmpdump/, id: 'utmpdump' },
  { folder: 'host-misc', match: /passwd$/, id: 'passwd' },
  { folder: 'host-misc', match: /__group\.out$/, id: 'group' },
  { folder: 'host-misc', match: /(?:__date|_date)/, id: 'date', except: /TIMEDATECTL/ },
  { folder: 'host-misc', match: /timedatectl|TIMEDATECTL/, id: 'timedatectl', except: /timesync-status/ },
  { folder: 'host-misc', match: /hostnamectl/, id: 'hostnamectl', except: /local__debian12/ },
  { folder: 'host-misc', match: /uname[_.-]/, id: 'uname', except: /osx-10.14.6__uname.out/ },
  { folder: 'host-misc', match: /os-release/, id: 'os_release' },
  { folder: 'host-misc', match: /uptime/, id: 'uptime' },
  { folder: 'proc', match: /linux-proc__stat\d?$|procfs__stat$/, id: 'proc_stat_boot' },
  { folder: 'proc', match: /uptime$/, id: 'proc_uptime' },
  { folder: 'proc', match: /pid_stat_(?:hack|w_)|pid_stat(?:_nastycomm)?\.txt|26231_stat$/, id: 'proc_stat' },
  { folder: 'proc', match: /(?:pid|26231)_status/, id: 'proc_status' },
  { folder: 'proc', match: /pid_maps/, id: 'proc_maps' },
  { folder: 'proc', match: /environ/, id: 'proc_environ', byName: 'proc/9/environ' },
  { folder: 'proc', match: /cmdline/, id: 'proc_cmdline', byName: 'proc/9/cmdline' },
  { folder: 'syslog-conf', match: /\.conf$/, id: 'syslog_conf' },
  // One file is sample messages, one comments only. Files that hold rules alone could be of any syslogd: their place in the bundle tells, as it does here.
  {
    folder: 'rsyslog-conf',
    match: /./,
    id: 'rsyslog_conf',
    byName: 'etc/rsyslog.d/50-default.conf',
    except: /1\.retry|droprules/,
  },
  { folder: 'host-misc', match: /lsmod/, id: 'lsmod' },
  { folder: 'proc', match: /modules$/, id: 'lsmod' },
  // AIX lists mounts in columns of its own; mountinfo is another file; two inputs are broken on purpose.
  { folder: 'host-misc', match: /mount/i, id: 'mount', except: /aix|findmnt|MOUNTINFO|_ERR_DATA/ },
  { folder: 'host-misc', match: /__df|_DF_|__df_|_df_/, id: 'df', except: /BAD_BS/ },
  { folder: 'host-misc', match: /cron/i, id: 'crontab', except: /BAD_DATA|RHSMD|crontab_l|CRON_FILE_SAMPLE2|FOREMAN/ },
  { folder: 'history', match: /history$/, id: 'shell_history' },
]

const read = (folder: string, name: string) => readFileSync(join(CORPUS, folder, name))
const inputs = (c: Case) =>
  readdirSync(join(CORPUS, c.folder))
    .filter((n) => c.match.test(n) && !c.except?.test(n) && !/\.(?:expected|facts)\.\w+$|SOURCES/.test(n))
    .sort()
const parse = (id: string, bytes: Uint8Array, path: string): Parsed =>
  runProbe(probes.get(id)!, bytes, { ...CONTEXT, path })

for (const c of CASES) {
  const there = existsSync(join(CORPUS, c.folder))
  describe.skipIf(!there)(`corpus ${c.folder} as ${c.id}${there ? '' : ' (corpus absent: skipped)'}`, () => {
    const files = there ? inputs(c) : []
    it.each(files)('%s', (name) => {
      const bytes = read(c.folder, name)
      const path = c.byName ?? 'a.txt'
      expect(recognise(headOf(bytes, path, true))?.id).toBe(c.id)
      const parsed = parse(c.id, bytes, path)
      const left = parsed.unparsed.map((u) => `${u.line}: ${u.text.slice(0, 160)} (${u.reason})`)
      if (process.env['COUNTS']) console.log(`${c.id}\t${name}\trows ${parsed.rows.length}\tunparsed ${left.length}`)
      expect(left.length, left.slice(0, 5).join('\n')).toBeLessThanOrEqual(c.unparsed?.[name] ?? 0)
    })
  })
}

/** How the values of another tool's published rows read in ours; null: the file does not tell, or the tool says nothing. */
type Reading = Readonly<Record<string, (row: AnyRow) => unknown>>
interface Agreement {
  readonly folder: string
  readonly match: RegExp
  readonly id: string
  readonly fields: Reading
  /** Which rows are compared, ours in the order of theirs. */
  readonly rows?: (row: AnyRow) => boolean
  /** Where we hold that the expectation is wrong, and why: `field: reason`, or a row's number. */
  readonly wrong?: (name: string, field: string, theirs: unknown, ours: unknown) => boolean
  readonly byName?: string
}
/** Digits as text and as a number are the same value. */
const norm = (value: unknown): unknown =>
  value === '' || value === undefined ? null : typeof value === 'number' ? String(value) : value

const AGREEMENTS: readonly Agreement[] = [
  {
    folder: 'ps',
    match: /^jc__/,
    id: 'ps',
    fields: {
      pid: (r) => r['pid'],
      ppid: (r) => r['ppid'],
      user: (r) => r['user'],
      uid: (r) => r['user'] ?? String(r['uid']),
      vsz: (r) => r['vsz'],
      rss: (r) => r['rss'],
      tty: (r) => r['tty'],
      stat: (r) => r['stat'],
      start: (r) => r['started_text'],
      stime: (r) => r['started_text'],
      command: (r) => r['command'],
      cmd: (r) => r['command'],
      cpu_percent: (r) => r['cpu'],
      mem_percent: (r) => r['memory'],
      c: (r) => r['cpu'],
    },
  },
  {
    folder: 'lsof',
    match: /^jc__/,
    id: 'lsof',
    fields: {
      command: (r) => r['command'],
      pid: (r) => r['pid'],
      tid: (r) => r['tid'],
      user: (r) => r['user'] ?? String(r['uid']),
      fd: (r) => `${r['fd']}${r['mode'] ?? (r['lock'] ? '-' : '')}${r['lock'] ?? ''}`,
      type: (r) => r['type'] ?? 'unknown',
      device: (r) => r['device'],
      // jc reads `0t123` as the number that we keep as offset.
      size_off: (r) => r['size'] ?? r['offset'],
      node: (r) => r['node'],
      name: (r) => r['name'],
    },
    // jc makes a number of NODE, and null of the protocol that stands there for a socket.
    wrong: (_name, field, theirs, ours) => field === 'node' && theirs === null && /^[A-Z]+$/.test(String(ours)),
  },
  {
    folder: 'logins',
    match: /^jc__.*__last/,
    id: 'last',
    // In this one file jc writes CONSOLE before the display, which is not in the input.
    wrong: (_name, field, theirs, ours) => field === 'hostname' && theirs === `CONSOLE${ours}`,
    fields: {
      user: (r) => r['user'],
      tty: (r) => r['terminal'],
      hostname: (r) => r['source'],
      login: (r) => (r['login_text'] as string).replace(/ +/g, ' '),
    },
  },
  {
    folder: 'logins',
    match: /^jc__.*__who/,
    id: 'who',
    rows: (r) => r['ts_text'] !== null,
    fields: {
      user: (r) => (r['event'] || r['user'] === 'LOGIN' ? null : r['user']),
      // jc names a boot reboot, and a waiting getty login.
      event: (r) => (r['event'] === 'system boot' ? 'reboot' : r['user'] === 'LOGIN' ? 'login' : r['event']),
      tty: (r) => r['terminal'],
      time: (r) => (r['ts_text'] as string).replace(/ +/g, ' '),
      idle: (r) => r['idle'],
      pid: (r) => r['pid'],
      from: (r) => r['source'],
    },
  },
  {
    folder: 'logins',
    match: /^jc__.*__w\.out$/,
    id: 'w',
    fields: {
      user: (r) => r['user'],
      tty: (r) => r['terminal'],
      from: (r) => r['source'],
      login_at: (r) => r['login_text'],
      jcpu: (r) => r['jcpu'],
      pcpu: (r) => r['pcpu'],
      what: (r) => (r['what'] === '-' ? null : r['what']),
    },
  },
  {
    folder: 'host-misc',
    match: /__group\.out$/,
    id: 'group',
    fields: { group_name: (r) => r['name'], gid: (r) => r['gid'], members: (r) => r['members'] },
  },
  {
    folder: 'host-misc',
    match: /uname/,
    id: 'uname',
    fields: Object.fromEntries(
      [
        'machine',
        'kernel_name',
        'node_name',
        'kernel_release',
        'operating_system',
        'hardware_platform',
        'processor',
        'kernel_version',
      ].map((f) => [f, (r: AnyRow) => (typeof r[f] === 'string' ? r[f].replace(/ +/g, ' ') : r[f])]),
    ),
  },
  {
    folder: 'host-misc',
    match: /uptime/,
    id: 'uptime',
    fields: {
      uptime_total_seconds: (r) => r['up'],
      users: (r) => r['users'],
      load_1m: (r) => r['load_1'],
      load_5m: (r) => r['load_5'],
      load_15m: (r) => r['load_15'],
    },
  },
  {
    folder: 'proc',
    match: /pid_stat_(?:hack|w_)/,
    id: 'proc_stat',
    fields: {
      pid: (r) => r['pid'],
      comm: (r) => r['name'],
      state: (r) => r['state'],
      ppid: (r) => r['ppid'],
      session: (r) => r['session'],
      tty_nr: (r) => r['tty'],
      flags: (r) => r['flags'],
      num_threads: (r) => r['threads'],
      starttime: (r) => r['start_ticks'],
      vsize: (r) => r['vsize'],
      rss: (r) => r['rss_pages'],
    },
  },
  {
    folder: 'host-misc',
    match: /lsmod/,
    id: 'lsmod',
    fields: {
      module: (r) => r['name'],
      size: (r) => r['size'],
      used: (r) => r['used'],
      by: (r) => ((r['by'] as string[]).length ? r['by'] : null),
    },
  },
  {
    folder: 'host-misc',
    // AIX lists mounts in columns of its own, which this does not read.
    match: /^jc__(?!aix).*__mount/,
    id: 'mount',
    // In BSD's form the first word in the brackets is the kind of file system, which jc leaves among the options.
    wrong: (name, field, theirs, ours) =>
      name.includes('osx') &&
      field === 'options' &&
      JSON.stringify((theirs as string[]).slice(1)) === JSON.stringify(ours),
    fields: {
      filesystem: (r) => r['device'],
      mount_point: (r) => r['point'],
      type: (r) => r['type'],
      options: (r) => r['options'],
    },
  },
  {
    folder: 'host-misc',
    match: /__df/,
    id: 'df',
    fields: {
      filesystem: (r) => r['filesystem'],
      type: (r) => r['type'],
      mounted_on: (r) => r['point'],
      use_percent: (r) => r['share'],
      capacity_percent: (r) => r['share'],
      '1k_blocks': (r) => (r['size'] as number) / 1024,
    },
  },
]

for (const a of AGREEMENTS) {
  const there = existsSync(join(CORPUS, a.folder))
  describe.skipIf(!there)(`agreement ${a.folder} as ${a.id}${there ? '' : ' (corpus absent: skipped)'}`, () => {
    const all = there ? readdirSync(join(CORPUS, a.folder)) : []
    const files = all.filter((n) => a.match.test(n) && all.includes(`${n}.expected.json`))
    it.each(files)('%s', (name) => {
      const found: unknown = JSON.parse(read(a.folder, `${name}.expected.json`).toString())
      const theirs = (Array.isArray(found) ? found : [found]) as Readonly<Record<string, unknown>>[]
      const parsed = parse(a.id, read(a.folder, name), a.byName ?? 'a.txt')
      const ours = parsed.rows.map((r) => r.row).filter((r) => a.rows?.(r) ?? true)
      expect(ours.length, 'number of rows').toBe(theirs.length)
      const bad: string[] = []
      theirs.forEach((row, i) => {
        for (const [field, of] of Object.entries(a.fields)) {
          if (!(field in row)) continue
          const mine = norm(of(ours[i]!))
          const other = norm(row[field])
          if (JSON.stringify(mine) !== JSON.stringify(other) && !a.wrong?.(name, field, other, mine))
            bad.push(`row ${i} ${field}: ours ${JSON.stringify(mine)}, theirs ${JSON.stringify(other)}`)
        }
      })
      expect(bad.slice(0, 8), `${bad.length} differ`).toEqual([])
    })
  })
}

describe.skipIf(!existsSync(join(CORPUS, 'logins')))('agreement logins as wtmp with plaso', () => {
  const all = existsSync(join(CORPUS, 'logins')) ? readdirSync(join(CORPUS, 'logins')) : []
  it.each(all.filter((n) => /^plaso.*utmp(?!.*json)/.test(n)))('%s', (name) => {
    const { tests } = JSON.parse(read('logins', `${name}.expected.json`).toString()) as {
      tests: { counts: { event_data: number }; events: { index: number; expected: Record<string, unknown> }[] }[]
    }
    const { rows } = parse('wtmp', read('logins', name), 'a')
    for (const test of tests) {
      expect(rows.length).toBe(test.counts.event_data)
      for (const { index, expected } of test.events) {
        const { row, off } = rows[index]!
        const types = [
          'EMPTY',
          'RUN_LVL',
          'BOOT_TIME',
          'NEW_TIME',
          'OLD_TIME',
          'INIT_PROCESS',
          'LOGIN_PROCESS',
          'USER_PROCESS',
          'DEAD_PROCESS',
        ]
        expect(row['type']).toBe(types[expected['login_type'] as number])
        expect(row['pid']).toBe(expected['pid'])
        expect(row['terminal']).toBe(expected['terminal'])
        expect(new Date((row['ts'] as number) / 1000).toISOString().slice(0, 19)).toBe(
          String(expected['written_time']).slice(0, 19),
        )
        if ('username' in expected) expect(row['user']).toBe(expected['username'])
        if ('offset' in expected) expect(off).toBe(expected['offset'])
        // Plaso says localhost and 0.0.0.0 where the record has none.
        const ip = expected['ip_address']
        if (ip !== undefined && ip !== '0.0.0.0') expect(row['address']).toBe(ip)
      }
    }
  })
})
