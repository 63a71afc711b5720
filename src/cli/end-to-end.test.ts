/** The built `bin/vestigo` on the sample incident, as a person would use it. */
import { execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inert } from '../shared/inert'
import type { FindingsReport, ImportReport } from '../shared/model'

const ROOT = resolve(import.meta.dirname, '../..')
const VESTIGO = join(ROOT, 'bin', 'vestigo')
const INCIDENT = join(ROOT, 'fixtures', 'incident')
const folder = mkdtempSync(join(tmpdir(), 'vestigo-cli-'))
const CASE = join(folder, 'apollo.vestigo')
const at = (name: string) => join(folder, name)

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}
interface Options extends SpawnOptions {
  readonly input?: string | Uint8Array
  readonly during?: (child: ReturnType<typeof spawn>) => void
}
const vestigo = (args: readonly string[], { input, during, ...options }: Options = {}): Promise<Ended> =>
  new Promise((done, fail) => {
    const env = { ...process.env, COLUMNS: '', NO_COLOR: '' }
    const child = spawn(process.execPath, [VESTIGO, ...args], { env, ...options, stdio: 'pipe' })
    let out = ''
    let err = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.on('error', fail).on('close', (status) => done({ status, out, err }))
    child.stdin?.on('error', () => {})
    child.stdin?.end(input ?? '')
    during?.(child)
  })
const good = async (args: readonly string[], options?: Options): Promise<string> => {
  const { status, out, err } = await vestigo(args, options)
  expect(status, err).toBe(0)
  return out
}

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { cwd: ROOT, stdio: 'ignore' })
}, 300_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the sample incident', () => {
  it('comes in, with case number, examiner and evidence number', async () => {
    const out = await good([
      ...['import', INCIDENT, '--case', CASE, '--json'],
      ...['--name', 'Apollo', '--number', '2002-117', '--examiner', 'M. Rivera', '--evidence', 'EV-4'],
    ])
    const report = JSON.parse(out) as ImportReport
    expect(report.artifacts).toBeGreaterThan(20)
    expect(report.refused).toEqual([])
    expect(report.captures[0]?.zone).toBe('America/New_York')
    expect(report.events).toBeGreaterThan(200)
  })
  it('adds nothing twice', async () => {
    const out = await good(['import', INCIDENT, '--case', CASE])
    expect(out).toMatch(/^0 files came in, \d+ files known before/)
    expect(readFileSync(join(CASE, 'case.json'), 'utf8')).toContain('"M. Rivera"')
  })
  it('tells its findings, and fails on them where asked', async () => {
    const report = JSON.parse(await good(['findings', CASE, '--json'])) as FindingsReport
    const rules = report.findings.map((f) => f.rule)
    expect(rules).toContain('promiscuous_interface')
    expect(rules).toContain('password_guessed')
    for (const f of report.findings) for (const proof of f.evidence) expect(proof.sha256).toMatch(/^[0-9a-f]{64}$/)
    const out = await good(['findings', CASE])
    expect(out).toContain('var/log/secure:')
    expect((await vestigo(['findings', CASE, '--fail-on', 'high'])).status).toBe(1)
    expect((await vestigo(['import', INCIDENT, '--case', CASE, '--fail-on', 'high'])).status).toBe(1)
  })
  it('lists sockets, processes and files', async () => {
    const sockets = JSON.parse(await good(['sockets', CASE, '--json'])) as Record<string, unknown>[]
    expect(sockets.find((s) => s['local_port'] === 31337 && s['listening'])).toMatchObject({ pid: null, proto: 'tcp' })
    expect(sockets.find((s) => s['local_port'] === 22 && s['listening'])).toMatchObject({
      program: 'sshd',
      service: 'ssh',
    })
    const table = await good(['sockets', CASE, '--grep', '48411'])
    expect(table.split('\n')[0]).toMatch(/^proto +local +service +remote +state +pid +program/)
    expect(table).toContain('nscdd')
    expect(await good(['processes', CASE])).toMatch(/ nscdd -q/)
    expect(await good(['files', CASE, '--grep', 'nscdd'])).toContain('/tmp/.font-unix/nscdd')
  })
  it('fits a narrow terminal', async () => {
    const out = await good(['sockets', CASE], { env: { ...process.env, COLUMNS: '70' } })
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(70)
  })
})

describe('the timeline', () => {
  it('filters by time, text, program and thing, and leads back to bytes', async () => {
    const out = await good(['timeline', CASE, '--program', 'sshd', '--grep', 'accepted password', '--format', 'jsonl'])
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const root = events.find((e) => String(e['text']).includes('203.0.113.66') && String(e['text']).includes('root'))
    expect(root).toMatchObject({ ts: '2002-07-01T06:14:52Z', program: 'sshd', pid: 10877, file: 'var/log/secure' })
    const bytes = readFileSync(join(INCIDENT, 'var/log/secure'))
    const [offset, length] = [Number(root?.['offset']), Number(root?.['length'])]
    expect(bytes.subarray(offset, offset + length).toString()).toMatch(
      /^Jul {2}1 02:14:52 .* Accepted password for root/,
    )
    const some = await good(['timeline', CASE, '--from', '2002-07-01T06:11:00Z', '--to', '2002-07-01T06:15:00Z'])
    expect(some).toContain('2002-07-01 06:14:52Z')
    expect(some).not.toContain('2002-07-01 06:16')
    expect(await good(['timeline', CASE, '--entity', 'address:203.0.113.66'])).toContain('Failed password')
    expect(await good(['timeline', CASE, '--entity', 'pid:10966'])).toContain('nscdd[10966]')
  })
  it('says how much was left out', async () => {
    const { out, err } = await vestigo(['timeline', CASE])
    expect(out.trimEnd().split('\n')).toHaveLength(200)
    expect(err).toMatch(/200 events of \d+; --limit 0 shows all/)
    expect((await good(['timeline', CASE, '--limit', '7'])).trimEnd().split('\n')).toHaveLength(7)
  })
  it('prints CSV with a head, CRLF and as many cells in each line', async () => {
    const out = await good(['timeline', CASE, '--format', 'csv', '--limit', '50'])
    const rows = out.split('\r\n')
    expect(rows[0]).toBe('ts,host,kind,program,pid,facility,severity,text,file,offset,length,sha256')
    expect(rows).toHaveLength(52)
    for (const row of rows.slice(1, -1))
      expect(row.replace(/"(?:[^"]|"")*"/g, 'x').split(',')).toHaveLength(rows[0]!.split(',').length)
  })
  it('names the way out of an ambiguous or unknown thing', async () => {
    const { status, err } = await vestigo(['timeline', CASE, '--entity', 'pid:99999'])
    expect([status, err.includes('no process has the pid "99999"')]).toEqual([2, true])
    expect((await vestigo(['timeline', CASE, '--entity', 'adress:1.2.3.4'])).err).toContain('did you mean address?')
  })
  it('ends quietly when its reader goes', async () => {
    const { status, err } = await vestigo(['timeline', CASE, '--format', 'jsonl'], {
      during: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    })
    expect([status, err]).toEqual([0, ''])
  })
})

describe('the report', () => {
  it.each(['html', 'md', 'json'])('is the same twice: %s', async (format) => {
    await good(['report', CASE, '-o', at(`one.${format}`)])
    await good(['report', CASE, '-o', at(`two.${format}`)])
    const one = readFileSync(at(`one.${format}`), 'utf8')
    expect(readFileSync(at(`two.${format}`), 'utf8') === one, 'equal bytes').toBe(true)
    for (const text of ['2002-117', 'EV-4', 'Rivera', 'apollo', 'America', '31337', '10877'])
      expect(one, text).toContain(text)
    for (const line of one.split('\n')) expect(inert(line.replaceAll('\t', ' '))).toBe(line.replaceAll('\t', ' '))
  })
  it('links every piece of evidence to a file with its hash', () => {
    const html = readFileSync(at('one.html'), 'utf8')
    const ids = new Set(Array.from(html.matchAll(/\sid="([^"]+)"/g), (m) => m[1]))
    for (const [, link] of html.matchAll(/href="#([^"]+)"/g)) expect(ids, `#${link}`).toContain(link)
    const { files } = JSON.parse(readFileSync(at('one.json'), 'utf8')) as { files: { path: string; sha256: string }[] }
    for (const { sha256 } of files) expect(html).toContain(sha256)
  })
  it('refuses a name that tells no format, and a folder that is not there', async () => {
    expect((await vestigo(['report', CASE, '-o', at('x.doc')])).status).toBe(2)
    expect((await vestigo(['report', CASE, '-o', at('no/such/x.html')])).status).toBe(3)
  })
})

describe('parse', () => {
  const netstat = readFileSync(join(INCIDENT, 'netstat-anp.txt'))
  it('reads standard input', async () => {
    const rows = JSON.parse(await good(['parse', 'netstat'], { input: netstat })) as Record<string, unknown>[]
    expect(rows.find((r) => r['local_port'] === 48411)).toMatchObject({ program: 'nscdd', pid: 10966, state: 'LISTEN' })
  })
  it('recognises a file, gives one row a line, and says where each was', async () => {
    const args = ['parse', 'auto', join(INCIDENT, 'var/log/secure'), '--jsonl', '--where']
    const { status, out, err } = await vestigo([
      ...args,
      '--captured',
      '2002-07-01T11:20:00',
      '--zone',
      'America/New_York',
    ])
    expect([status, err.includes('recognised as rfc3164')]).toEqual([0, true])
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(rows[0]).toMatchObject({ ts: '2002-06-28T13:12:07Z', program: 'sshd', pid: 1101, _line: 1, _offset: 0 })
  })
  it('counts what it could not read, and shows it inert where asked', async () => {
    const input = 'PING\u001b[2J nonsense\nmore nonsense\n'
    const { status, out, err } = await vestigo(['parse', 'netstat', '--unparsed'], { input })
    expect([status, JSON.parse(out)]).toEqual([0, []])
    expect(err).toContain('2 lines could not be read')
    expect(err).toContain('1: PING␛[2J nonsense')
  })
  it('lists its kinds', async () => {
    const out = await good(['parse', '--list'])
    for (const kind of ['netstat', 'ps', 'lsof', 'rfc3164']) expect(out).toMatch(new RegExp(`^${kind} `, 'm'))
  })
  it('exits with 3 when nothing recognises the input', async () => {
    expect((await vestigo(['parse', 'auto'], { input: '\u0000\u0001\u0002 zzz' })).status).toBe(3)
  })
})

describe('a hostile bundle', () => {
  it('comes out inert on a terminal, in CSV and in the reports', async () => {
    const bundle = at('hostile')
    mkdirSync(bundle)
    const line = 'Jul  1 02:14:52 h sh\u001b]0;x\u0007d[7]: =cmd|\u001b[2J <script>alert(1)</script> \u202egnp.exe\n'
    writeFileSync(join(bundle, 'messages'), `Jul  1 02:00:00 h sshd[1]: started\n${line}`)
    const dir = at('hostile.vestigo')
    await good(['import', bundle, '--case', dir, '--name', '\u001b[31m<b>x'])
    for (const args of [
      ['timeline', dir],
      ['timeline', dir, '--format', 'csv'],
      ['findings', dir],
    ]) {
      const out = await good(args)
      for (const row of out.split(/\r?\n/)) expect(inert(row)).toBe(row)
    }
    expect(await good(['timeline', dir])).toContain('‹U+202E›')
    await good(['report', dir, '-o', at('hostile.html')])
    const html = readFileSync(at('hostile.html'), 'utf8')
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(/<script|\u001b|\u202e|<b>x/)
  })
})

describe('verify', () => {
  it('finds nothing changed', async () => {
    expect(await good(['verify', CASE])).toMatch(/^unchanged: \d+ objects/)
  })
  it('names the very byte that changed, and exits with 1', async () => {
    const copy = at('copy.vestigo')
    cpSync(CASE, copy, { recursive: true })
    const { files } = JSON.parse(readFileSync(at('one.json'), 'utf8')) as { files: { path: string; sha256: string }[] }
    const { sha256 } = files.find((f) => f.path === 'var/log/secure')!
    const object = join(copy, 'evidence', sha256.slice(0, 2), sha256)
    chmodSync(object, 0o600)
    const bytes = readFileSync(object)
    bytes[100] = bytes[100]! ^ 1
    writeFileSync(object, bytes)
    const { status, out } = await vestigo(['verify', copy])
    expect(status).toBe(1)
    expect(out).toContain('var/log/secure')
    expect(out).toContain('object-changed')
    expect(JSON.parse((await vestigo(['verify', copy, '--json'])).out)).toMatchObject({ ok: false })
  })
  it('exits with 3 for what is no case', async () => {
    expect((await vestigo(['verify', INCIDENT])).status).toBe(3)
    expect((await vestigo(['findings', INCIDENT])).status).toBe(3)
  })
})

describe('an import', () => {
  it('that is interrupted keeps what came in, exits with 130, and can be gone on with', async () => {
    const bundle = at('many')
    mkdirSync(bundle)
    const text = Array.from(
      { length: 150_000 },
      (_, i) => `Jul  1 02:14:${String(i % 60).padStart(2, '0')} h sshd[${i}]: line ${i}\n`,
    )
    writeFileSync(join(bundle, 'messages'), text.join(''))
    const dir = at('many.vestigo')
    let sent = false
    const poke = (child: ReturnType<typeof spawn>) => {
      // As soon as the case is being written to; the import of so many lines is then far from done.
      const timer = setInterval(() => {
        try {
          if (sent || readdirSync(join(dir, 'evidence')).length === 0) return
          sent = true
          child.kill('SIGINT')
          clearInterval(timer)
        } catch {
          // not yet there
        }
      }, 2)
      child.on('close', () => clearInterval(timer))
    }
    const { status, err } = await vestigo(['import', bundle, '--case', dir], { during: poke })
    expect(sent).toBe(true)
    expect([status, err.trim()]).toEqual([130, 'interrupted'])
    await good(['import', bundle, '--case', dir])
    const lines = await good(['timeline', dir, '--format', 'jsonl', '--grep', 'line 149999'])
    expect(lines.trimEnd().split('\n').filter(Boolean)).toHaveLength(1)
    expect(statSync(join(dir, 'custody.jsonl')).size).toBeGreaterThan(0)
    await good(['verify', dir])
  })

  it('of a large log, which is read while it is copied, gives what reading it afterwards gives', async () => {
    const big = at('auth.log')
    let n = 0
    const lines = Array.from({ length: 4000 }, () => {
      n++
      const [minute, second] = [Math.floor(n / 60) % 60, n % 60].map((v) => String(v).padStart(2, '0'))
      return n % 3
        ? `Mar  4 09:${minute}:${second} web${n % 5} sshd[${n}]: Failed password for u${n % 97} from 203.0.113.${n % 250} port ${1024 + n} ssh2\n`
        : `Mar  4 09:${minute}:${second} web1 kernel: [UFW BLOCK] IN=eth0 OUT= SRC=198.51.100.${n % 250} DST=192.0.2.1 LEN=60 PROTO=TCP SPT=${1024 + n} DPT=22 WINDOW=1\n`
    }).join('')
    for (let i = 0; i < 100; i++) appendFileSync(big, lines)
    expect(statSync(big).size).toBeGreaterThan(33 << 20)
    const dir = at('large.vestigo')
    const report = JSON.parse(await good(['import', big, '--case', dir, '--json'])) as ImportReport
    expect(report.coverage).toEqual({ rows: 400_000, noise: 0, unparsed: 0 })
    expect(readdirSync(join(dir, 'tmp'))).toEqual([])
    const look = async () => {
      const some = ['--format', 'jsonl', '--limit', '100000']
      return [
        await good(['timeline', dir, '--grep', '203.0.113.7 ', ...some]),
        await good(['timeline', dir, '--entity', 'address:198.51.100.7', ...some]),
        await good(['findings', dir, '--json']),
      ]
    }
    const before = await look()
    expect(before[0]!.split('\n').length).toBeGreaterThan(1000)
    rmSync(join(dir, 'index.duckdb'))
    expect(await look()).toEqual(before)
    await good(['verify', dir])
  })
})
