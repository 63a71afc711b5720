/** `vestigo collect` as a person runs it, against the lab. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

interface Lab {
  readonly suspect: { readonly address: string; readonly port: number; readonly user: string }
  readonly key: string
}
const STATE = join(process.env['VESTIGO_LAB_DIR'] ?? '/var/tmp/vestigo-lab', 'lab.json')
const LAB = JSON.parse(readFileSync(STATE, 'utf8')) as Lab
const BIN = join(import.meta.dirname, '../../bin/vestigo')
const folder = mkdtempSync(join(tmpdir(), 'vestigo-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const vestigo = (...args: string[]): Promise<{ status: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, HOME: folder }
    const child = execFile(process.execPath, [BIN, ...args], { env, maxBuffer: 1 << 26 }, (error, out, err) =>
      resolve({ status: error ? Number(error.code ?? 1) : 0, out, err }),
    )
    child.stdin?.end()
  })
const TARGET = `${LAB.suspect.user}@${LAB.suspect.address}:${LAB.suspect.port}`

describe('vestigo collect', () => {
  it('prints a plan and touches nothing', async () => {
    const { status, out } = await vestigo('collect', TARGET, '--dry-run', '--profile', 'full')
    expect(status).toBe(0)
    for (const words of ['ss -anpe', 'trace:', 'needs root', 'Nothing is written to the host'])
      expect(out).toContain(words)
    const json = JSON.parse((await vestigo('collect', TARGET, '--dry-run', '--json')).out)
    expect(json.steps.map((s: { probe: string }) => s.probe)).toContain('sockets')
  })

  it('names the key of a host that it does not know, takes it when told, and knows it then', async () => {
    const path = join(folder, 'a.vestigo')
    const args = ['collect', TARGET, '--case', path, '--identity', LAB.key, '--no-agent']
    const refused = await vestigo(...args)
    expect(refused.status).toBe(3)
    const key = /--accept-key (SHA256:\S+)/.exec(refused.err)?.[1]
    expect(key).toBeTruthy()
    const taken = await vestigo(...args, '--accept-key', key!, '--json')
    expect(taken.status).toBe(0)
    expect(JSON.parse(taken.out).hosts[0]).toMatchObject({ host: TARGET, state: 'done', fault: null })
    const again = await vestigo(...args)
    expect(again.out).toMatch(/done \(\d+ commands/)
    expect(again.out).toMatch(/clock: [+-]\d/)
    expect((await vestigo('verify', path)).status).toBe(0)
    const custody = readFileSync(join(path, 'custody.jsonl'), 'utf8')
    for (const action of ['collect-begun', 'host-key-accepted', 'collect-ended']) expect(custody).toContain(action)
  })

  it('goes on with the others when one host fails, and says so by its exit', async () => {
    const path = join(folder, 'b.vestigo')
    const { status, out, err } = await vestigo('collect', 'x@127.0.0.1:1', '--case', path, '--json')
    expect(status).toBe(3)
    expect(JSON.parse(out).hosts[0]).toMatchObject({ state: 'failed' })
    expect(err).toContain('no host was collected to its end')
    expect(existsSync(join(path, 'case.json'))).toBe(true)
  })

  it.each([
    [['collect', 'a@b@', '--case', 'x'], /no host to connect to/],
    [['collect', TARGET], /--case/],
    [['collect', TARGET, '--dry-run', '--profile', 'nope'], /no profile "nope"/],
    [['collect', TARGET, '--case', 'x', '--reach', '--ports', '1-99999'], /no port or range/],
  ])('refuses bad use: %j', async (args, words) => {
    const { status, err } = await vestigo(...args.map((a) => (a === 'x' ? join(folder, 'bad.vestigo') : a)))
    expect(status).toBe(2)
    expect(err).toMatch(words)
  })
})
