/** The frame itself, on a corpus made up here: what differs is found, counted, listed or not, and nothing is passed over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { readAccepted } from './accepted'
import { type Comparator, defineComparator, type Folder } from './define'
import { holds, printAgreement } from './print'
import { column, compareRows, equal, rowsOf, same } from './rows'
import { agreementOf, type Comparison } from './run'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})
function corpus(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'vestigo-agreement-'))
  made.push(root)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

const PASSWD = 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n'
const good = [
  { login: 'root', uid: 0 },
  { login: 'daemon', uid: 1 },
]
const passwd: Comparator = defineComparator({
  title: 'made up',
  expects: /^accounts\//,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: { login: column('name'), ...same('uid') },
      notCarried: ['colour'],
    }),
})
const folders = new Map<string, Folder>([['accounts', { files: [{ match: /^passwd/, kind: 'passwd' }] }]])
const comparison = (accepted = ''): Comparison => ({
  comparators: new Map([['made-up', passwd]]),
  folders,
  accepted: readAccepted(accepted),
})
const withExpected = (expected: unknown) =>
  corpus({ 'accounts/passwd': PASSWD, 'accounts/passwd.expected.json': JSON.stringify(expected) })

describe('a comparison', () => {
  it('counts what is equal', async () => {
    const a = await agreementOf(withExpected(good), comparison())
    expect([a.compared, a.equal, a.unlisted]).toEqual([4, 4, []])
    expect(a.kinds.get('passwd')).toMatchObject({ files: 1, rows: 2, compared: 4, equal: 4, unparsed: 0 })
    expect(holds(a)).toBe(true)
    expect(printAgreement(a, new Map()).at(-1)).toBe('total: 4 of 4 fields equal')
  })

  it('finds one value that differs, by file, row and field', async () => {
    const a = await agreementOf(withExpected([good[0], { login: 'daemon', uid: 2 }]), comparison())
    expect(a.unlisted.map((u) => u.line)).toEqual(['- accounts/passwd row 1 uid: theirs `"2"`, ours `"1"`'])
    expect([a.compared, a.equal, holds(a)]).toEqual([4, 3, false])
    expect(printAgreement(a, new Map()).join('\n')).toContain(
      'DISAGREEMENTS NOT ON THE LIST: 1\n  - accounts/passwd row 1 uid',
    )
  })

  it('accepts what is on the list with a reason, and nothing else', async () => {
    const list = '### the upstream test made it up\n- accounts/passwd row 1 uid: theirs `"2"`, ours `"1"`\n'
    const a = await agreementOf(withExpected([good[0], { login: 'daemon', uid: 2 }]), comparison(list))
    expect([a.unlisted.length, a.listed, a.equal, holds(a)]).toEqual([0, 1, 3, true])
    expect(printAgreement(a, readAccepted(list)).join('\n')).toContain('(the upstream test made it up)')
    const other = await agreementOf(withExpected([good[0], { login: 'daemon', uid: 3 }]), comparison(list))
    expect([other.unlisted.length, other.listed, other.stale.length, holds(other)]).toEqual([1, 0, 1, false])
  })

  it('fails on an entry of the list that is no longer needed', async () => {
    const list = '### reason\n- accounts/passwd row 1 uid: theirs `"2"`, ours `"1"`\n'
    const a = await agreementOf(withExpected(good), comparison(list))
    expect([a.stale.length, holds(a)]).toEqual([1, false])
  })

  it('wants a reason for each entry', () => {
    expect(() => readAccepted('- accounts/passwd row 1 uid: theirs `"2"`, ours `"1"`')).toThrow(/without a reason/)
    expect(() => readAccepted('### why\n- a b c: theirs `1`, ours `2`\n- a b c: theirs `1`, ours `2`')).toThrow(/twice/)
    expect(() => readAccepted('### why\n## folder\n- a b c: theirs `1`, ours `2`')).toThrow(/without a reason/)
  })

  it('counts rows that one side lacks', async () => {
    const less = await agreementOf(withExpected([good[0]]), comparison())
    expect(less.unlisted.map((u) => u.line)).toEqual([
      '- accounts/passwd our row 1 row: theirs `"none"`, ours `"a row"`',
    ])
    const more = await agreementOf(withExpected([...good, { login: 'x', uid: 9 }]), comparison())
    expect(more.unlisted.map((u) => u.field)).toEqual(['row', 'login', 'uid'])
  })

  it('does not pass over a field that nobody mapped, and names those without a column', async () => {
    const a = await agreementOf(withExpected([{ ...good[0], shell: 'sh', colour: 'red' }, good[1]]), comparison())
    expect(a.unlisted.map((u) => u.field)).toEqual(['shell'])
    expect(printAgreement(a, new Map())).toContain('  passwd: colour')
  })

  it('names expected results that nobody compares', async () => {
    const a = await agreementOf(withExpected(good), { ...comparison(), comparators: new Map() })
    expect([a.withoutComparator, holds(a)]).toEqual([['accounts/passwd.expected.json'], false])
  })

  it('names a file that is taken for something else, or that nothing knows', async () => {
    const root = corpus({ 'accounts/passwd': 'nothing of the kind\n', 'accounts/other': 'x\n' })
    const a = await agreementOf(root, comparison())
    expect(a.faults).toEqual([
      'accounts/other: nothing says what it is (folders/accounts.ts)',
      'accounts/passwd: taken for nothing, is passwd',
      expect.stringContaining('accounts/passwd: 1 lines unparsed'),
    ])
    const unknown = new Map<string, Folder>([
      ['accounts', { files: [{ match: /./, kind: null, why: 'a shopping list' }] }],
    ])
    const taken = await agreementOf(corpus({ 'accounts/a': PASSWD }), { ...comparison(), folders: unknown })
    expect(taken.faults).toEqual(['accounts/a: taken for passwd (0.85), is a shopping list'])
  })

  it('turns an exception into a fault', async () => {
    const root = withExpected(good)
    writeFileSync(join(root, 'accounts/passwd.expected.json'), '{')
    const a = await agreementOf(root, comparison())
    expect(a.faults).toEqual([expect.stringContaining('accounts/passwd.expected.json: made up threw')])
    expect(holds(a)).toBe(false)
  })

  it('holds log lines that stay unread against the limit', async () => {
    const line = (n: number) => `Mar  4 09:12:${String(n % 60).padStart(2, '0')} web1 sshd[12]: Server listening\n`
    const log = Array.from({ length: 100 }, (_, i) => line(i)).join('')
    const logs = new Map<string, Folder>([['syslog', { files: [{ match: /./, kind: 'rfc3164' }] }]])
    const clean = await agreementOf(corpus({ 'syslog/a': log }), { ...comparison(), folders: logs })
    expect([clean.logLines, clean.logUnparsed, holds(clean)]).toEqual([100, 0, true])
    const over = await agreementOf(corpus({ 'syslog/a': `no stamp\n${log}` }), { ...comparison(), folders: logs })
    expect([over.logLines, over.logUnparsed, holds(over)]).toEqual([101, 1, false])
    expect(printAgreement(over, new Map()).join('\n')).toContain('OVER THE LIMIT')
  })
})

describe('values', () => {
  it('that mean the same are equal, others are not', () => {
    expect(equal(22, '22')).toBe(true)
    expect(equal(undefined, null)).toBe(true)
    expect(equal('', null)).toBe(true)
    expect(equal({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
    expect(equal(new Set(['a', 'b']), new Set(['b', 'a']))).toBe(true)
    expect(equal(0, null)).toBe(false)
    expect(equal(['a', 'b'], ['b', 'a'])).toBe(false)
    expect(equal('tcp', 'tcp6')).toBe(false)
  })
  it('are aligned by key where the order does not tell', () => {
    const key = {
      theirs: (r: object) => String((r as { n: string }).n),
      ours: (r: object) => String((r as { n: string }).n),
    }
    const c = compareRows(
      [
        { n: 'b', v: 2 },
        { n: 'a', v: 1 },
      ],
      [
        { n: 'a', v: 1 },
        { n: 'b', v: 2 },
      ],
      {
        fields: same('n', 'v'),
        key,
      },
    )
    expect(c.pairs.every((p) => equal(p.theirs, p.ours))).toBe(true)
  })
})
