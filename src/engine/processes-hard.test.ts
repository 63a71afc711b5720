/**
 * Inputs that break readers of processes, open files and logins, one by one: what each must give. Damage of every kind is
 * tried on all probes by probes.test.ts; here stands what the right answer is.
 */
import { describe, expect, it } from 'vitest'
import type { AnyRow } from './define'
import { plainBytes } from './evidence/encoding'
import { headOf, recognise } from './parse/recognise'
import { runProbe } from './parse/run-probe'
import { probes } from './registry'
import { CONTEXT } from './testing'

const bytes = (text: string) => new TextEncoder().encode(text)
const parse = (id: string, text: string | Uint8Array, path = 'a.txt') =>
  runProbe(probes.get(id)!, typeof text === 'string' ? bytes(text) : text, { ...CONTEXT, path })
const rows = (id: string, text: string | Uint8Array, ...columns: string[]) =>
  parse(id, text).rows.map(({ row }) => columns.map((c) => (row as AnyRow)[c]))
const kind = (text: string | Uint8Array) =>
  recognise(headOf(typeof text === 'string' ? bytes(text) : text, 'a.txt', true))?.id ?? null

const AUX = 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n'
const EF = 'UID          PID    PPID  C STIME TTY          TIME CMD\n'
const LSOF = 'COMMAND  PID USER   FD   TYPE             DEVICE SIZE/OFF    NODE NAME\n'

describe('names of programs', () => {
  it.each([
    ['blanks', '/srv/My Files/slee p 9999', '/srv/My Files/slee p 9999'],
    ['brackets of a name, with memory', '[kworker/0:1]', '[kworker/0:1]'],
    ['brackets in the middle', 'app [worker 3] (idle)', 'app [worker 3] (idle)'],
    ['brackets that do not close', 'a) S 1 (b', 'a) S 1 (b'],
    ['letters of other scripts', '/opt/grüße-日本語 --x', '/opt/grüße-日本語 --x'],
    ['what looks like columns', '1 root 0.0 0.0 ? S 09:00', '1 root 0.0 0.0 ? S 09:00'],
    ['a line feed as ps prints it', 'evil?name\\nwith tab', 'evil?name\\nwith tab'],
  ])('in ps: %s', (_, printed, command) => {
    const line = `root         228  0.0  0.0   3852  1988 ?        S    09:12   0:00 ${printed}\n`
    expect(rows('ps', AUX + line, 'pid', 'command', 'kernel_thread')).toEqual([[228, command, false]])
    expect(
      rows('ps', `${EF}root         228     203  0 09:12 ?        00:00:00 ${printed}\n`, 'ppid', 'command'),
    ).toEqual([[203, command]])
  })
  it('in ps of busybox, with a line feed printed as it is', () => {
    const text =
      'PID   USER     TIME  COMMAND\n    1 root      0:00 init\n  227 root      0:00 {evil\nname} sleep 9\n  228 root      0:00 sh\n'
    expect(rows('ps', text, 'pid', 'name')).toEqual([
      [1, 'init'],
      [227, 'evil\nname'],
      [228, 'sh'],
    ])
  })
  it('in ps with a tree drawn before them', () => {
    const line = 'root         254  0.0  0.0   3852  1988 ?        S    09:12   0:00  \\_ sshd: alice [priv]\n'
    expect(rows('ps', AUX + line, 'command', 'name')).toEqual([['sshd: alice [priv]', 'sshd']])
  })
  it('in lsof, which spells blanks and line feeds', () => {
    const line = 'a)\\x20S\\x201 231 root  cwd    DIR              254,0     4096       2 /tmp/x (deleted)\n'
    expect(rows('lsof', LSOF + line, 'command', 'pid', 'path', 'deleted')).toEqual([
      ['a)\\x20S\\x201', 231, '/tmp/x', true],
    ])
  })
  it('in /proc/<pid>/stat, with brackets and line feeds', () => {
    const text = `231 (a) S 1 (b\n)) S 1 0 0 0 -1 4194304 80 0 0 0 0 0 0 0 20 0 1 0 545404 2560000 363\n`
    expect(rows('proc_stat', text, 'pid', 'name', 'ppid')).toEqual([[231, 'a) S 1 (b\n)', 1]])
  })
})

describe('columns of ps', () => {
  it('keeps a user longer than its column', () => {
    const text = `${AUX}verylongusername 4021  0.0  0.1  12345  4321 pts/0    Ss   09:12   0:00 -bash\nsystemd+     410  0.0  0.1  90000  6000 ?        Ss   Mar01   0:01 /lib/systemd/systemd-timesyncd\n1000812      411  0.0  0.1  90000  6000 ?        Ss   Mar01   0:01 x\n`
    expect(rows('ps', text, 'user', 'uid', 'pid')).toEqual([
      ['verylongusername', null, 4021],
      ['systemd+', null, 410],
      [null, 1000812, 411],
    ])
  })
  it('parts figures that ran together where their headers end', () => {
    const text = `  F S   UID   PID  PPID  C PRI  NI ADDR    SZ WCHAN  TTY          TIME CMD\n100 S     0 3276732766  0  75   0    -   640 schedu ?        00:00:00 sh\n`
    expect(rows('ps', text, 'uid', 'pid', 'ppid', 'command')).toEqual([[0, 32767, 32766, 'sh']])
  })
  it('lists a line of which it cannot tell where a figure ends', () => {
    const read = parse('ps', `${AUX}mysql       1234 12.3 45.612345678901234567 ?        Ssl  Mar01 999:59 mysqld\n`)
    expect([read.rows.length, read.unparsed.map((u) => u.line)]).toEqual([0, [2]])
  })
  it('reads a start of two words, and a time that is none', () => {
    const text =
      '     UID   PID  PPID   C    STIME TTY         TIME CMD\n    root     1     0   0   Feb 20 ?           0:48 /sbin/init\n    root  2999  2210   0                      0:00 <defunct>\n'
    expect(rows('ps', text, 'pid', 'started_text', 'tty', 'command', 'defunct')).toEqual([
      [1, 'Feb 20', null, '/sbin/init', false],
      [2999, null, null, '<defunct>', true],
    ])
  })
  it('does not take the rest of a wrapped line for a process', () => {
    const text = `${EF}root         228     203  0 09:12 ?        00:00:00 /usr/bin/java -Dx=1 -Dy\n=2 -jar app.jar\nroot         229     203  0 09:12 ?        00:00:00 sh\n`
    const read = parse('ps', text)
    expect(read.rows.map((r) => r.row['pid'])).toEqual([228, 229])
    expect(read.unparsed.map((u) => [u.line, u.text])).toEqual([[3, '=2 -jar app.jar']])
  })
})

describe('what changed while it was listed', () => {
  it('lists a process whose files could not be read any more', () => {
    const text = `${LSOF}sshd     254 root NOFD                                               /proc/254/fd (opendir: No such file or directory)\nsshd     203 root  txt    REG              254,0   921288  393449 /usr/sbin/sshd (stat: No such file or directory)\n`
    expect(rows('lsof', text, 'pid', 'fd', 'fault')).toEqual([
      [254, 'NOFD', 'opendir: No such file or directory'],
      [203, 'txt', 'stat: No such file or directory'],
    ])
  })
  it('takes an ended process for a zombie, in any state of its command', () => {
    const text = `${AUX}root         300  0.0  0.0      0     0 ?        Z    09:12   0:00 [sh] <defunct>\nroot         301  0.0  0.0      0     0 ?        Zs   09:12   0:00 (sh)\n`
    expect(rows('ps', text, 'name', 'defunct', 'kernel_thread')).toEqual([
      ['sh', true, false],
      ['sh', true, false],
    ])
  })
  it('says nothing of an empty file of /proc', () => {
    for (const id of ['proc_cmdline', 'proc_environ', 'proc_maps', 'proc_status', 'proc_stat', 'proc_smaps', 'proc_io'])
      expect(parse(id, '', 'proc/9/x')).toMatchObject({ rows: [], unparsed: [] })
  })
})

describe('damaged files', () => {
  const table = `${AUX}root           1  0.0  0.1   1368   544 ?        S    Mar01   0:04 init [5]\nroot         228  0.0  0.0   3852  1988 ?        S    09:12   0:00 sh\n`
  it('recognises nothing in an empty file, and reads nothing from it', () => {
    expect(kind('')).toBe(null)
    for (const [id, probe] of probes) {
      const { rows: none, unparsed } = runProbe(probe, new Uint8Array(), CONTEXT)
      expect([none.length, unparsed.length], id).toEqual([0, 0])
    }
  })
  it('reads around a hole of NULs and names the line', () => {
    const whole = bytes(table)
    const hole = Uint8Array.from([...whole, ...new Uint8Array(4096), 10, ...bytes(table).subarray(AUX.length)])
    const read = parse('ps', hole)
    expect(kind(hole)).toBe('ps')
    expect(read.rows.map((r) => r.row['pid'])).toEqual([1, 228, 1, 228])
    expect(read.unparsed.map((u) => [u.line, u.off])).toEqual([[4, whole.length]])
  })
  it.each([
    ['ps', table],
    [
      'last',
      'alice    pts/0        198.51.100.7     Tue Mar  4 09:12:44 2025 - Tue Mar  4 09:40:01 2025  (00:27)\n\nwtmp begins Sat Mar  1 08:00:00 2025\n',
    ],
    ['lsof', `${LSOF}sshd     203 root  cwd    DIR              254,0     4096       2 /\n`],
  ])('reads %s in UTF-16 as it reads it in UTF-8', async (id, text) => {
    for (const [mark, big] of [
      [Buffer.from([0xff, 0xfe]), false],
      [Buffer.from([0xfe, 0xff]), true],
    ] as const) {
      const spelled = Buffer.from(text, 'utf16le')
      const plain = (await plainBytes(Buffer.concat([mark, big ? spelled.swap16() : spelled]))).bytes
      expect(kind(plain)).toBe(id)
      expect(parse(id, plain).rows.map((r) => r.row)).toEqual(parse(id, text).rows.map((r) => r.row))
    }
  })
  it('names a record of wtmp that is cut short, and reads those before it', () => {
    const record = Buffer.alloc(384)
    record.writeInt16LE(7, 0)
    record.writeInt32LE(868, 4)
    record.write('pts/0', 8)
    record.write('ts/0', 40)
    record.write('alice', 44)
    record.writeUInt32LE(1_741_079_564, 340)
    const read = parse('wtmp', Buffer.concat([record, record.subarray(0, 200)]))
    expect(read.rows.map((r) => r.row['user'])).toEqual(['alice'])
    expect(read.unparsed).toMatchObject([{ line: 2, off: 384, reason: 'the file ends within a record' }])
  })
  it('names text that is no record of wtmp', () => {
    expect(parse('wtmp', 'no records here, but text of some length').unparsed).toMatchObject([
      { line: 1, reason: 'no layout of utmp in which the records make sense' },
    ])
  })
})
