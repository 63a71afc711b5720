/** What goes wrong: each leaves a case that opens and says what is missing. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProbeSpec } from '../catalogue'
import { ledger } from '../ledger'
import { runStep } from '../run-probe'
import { openStaging, type Staging } from '../staging'
import { artifacts, bench, bytesOf, host, info, inHost, LAB, labIt, rows, session, verified, withBench } from './lab'

const NEVER = new AbortController().signal
const PROBE: ProbeSpec = {
  id: 'x',
  stage: 'clock',
  title: 'Test',
  purpose: 'to test',
  root: 'no',
  seconds: 20,
  bytes: 1 << 20,
}

/** Runs one step and gives what was kept of it, what was said, and the ledger's lines. */
async function step(probe: Partial<ProbeSpec>, user?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-step-'))
  const staging: Staging = openStaging(folder, 'x')
  const blind: string[] = []
  const s = await session(user)
  try {
    const context = {
      session: s,
      staging,
      ledger: ledger(staging, 't'),
      blind: (b: string) => void blind.push(b),
      came: () => {},
      taken: new Set<string>(),
    }
    await runStep({ ...PROBE, ...probe }, context)
    const command = probe.commands?.[0]
    const file = join(staging.folder, command ? staging.placeOf(command) : '')
    const kept = command && existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
    return { kept, blind: blind.join('\n'), tools: s.facts.tools }
  } finally {
    s.connected.close()
    staging.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a command', () => {
  it('that hangs is ended, on the host too, and what came is kept', async () => {
    const { kept, blind } = await step({ commands: ['cat /dev/null; echo first; sleep 987'], seconds: 2 })
    expect(kept.toString()).toBe('first\n')
    expect(blind).toMatch(/was ended after 2 s/)
    if (LAB.mode === 'namespaces') expect(inHost('suspect', 'pgrep -f "sleep 98[7]" || echo none')).toBe('none\n')
  })
  it('that prints a million lines comes whole, or is cut where the limit is and says so', async () => {
    const many = 'grep -c x /dev/null; seq 1 1000000'
    const whole = await step({ commands: [many], bytes: 64 << 20 })
    expect(whole.kept.toString().split('\n').filter(Boolean).at(-1)).toBe('1000000')
    const cut = await step({ commands: [many], bytes: 1_000_000 })
    expect(cut.kept.length).toBe(1_000_000)
    expect(cut.blind).toMatch(/was cut after 1000000 bytes/)
  })
  it('that the host has not is told, and the next is tried', async () => {
    const { blind } = await step({ commands: ['no-such-tool -x'] })
    expect(blind).toContain('the host has none of no-such-tool')
    const { kept } = await step({ commands: ['ls /nowhere', 'uname -s'] })
    expect(kept.toString()).toBe('')
  })
  labIt('speaks C whatever language the account speaks', async () => {
    const { kept } = await step({ commands: ['ls /nowhere 2>&1; date'] }, 'german')
    expect(kept.toString()).toContain('No such file or directory')
    expect(kept.toString()).toMatch(/^\w{3} \w{3} +\d+ /m)
  })
  labIt('is not mixed up with what a talkative shell says first', async () => {
    const { kept } = await step({ commands: ['uname -s'] }, 'noisy')
    expect(kept.toString()).toBe('Linux\n')
  })
  labIt('means the same to another family of shells', async () => {
    const { kept } = await step({ commands: ['ls -d /etc/pass[w]d; echo $HOME "a  b"'] }, 'tcsh')
    expect(kept.toString()).toBe('/etc/passwd\n/home/tcsh a  b\n')
  })
})

describe('an account', () => {
  labIt.each([
    ['noshell', /This account is currently not available/],
    ['forced', /backup service: your command was not run/],
  ])('that runs nothing of ours (%s) leaves a capture that says so', async (user, words) =>
    withBench(async (b) => {
      const [h] = (await b.collect({ hosts: [host(user)] })).hosts
      expect(h!.state).toBe('failed')
      expect(h!.blind.join('\n')).toMatch(words)
      const [capture] = (await info(b))!.captures
      expect(capture!.blind.map((l) => l.says).join('\n')).toMatch(words)
      expect((await rows(b, 'collect_footprint')).map((r) => r['kind'])).toContain('login')
    }),
  )
  labIt('that has sftp alone is read by sftp', () =>
    withBench(async (b) => {
      const [h] = (await b.collect({ hosts: [host('sftponly')] })).hosts
      expect(h).toMatchObject({ state: 'done', commands: 0 })
      expect((await rows(b, 'processes')).length).toBeGreaterThan(3)
    }),
  )
})

describe('a connection that breaks', () => {
  /** Ends the processes that serve our login, as a network that goes away would, but at once. */
  const cut = (user: string) => inHost('suspect', `pkill -9 -f "sshd: ${user}@nott[y]"; true`)

  labIt('in the middle of a log is made again, and the log goes on where it stopped', () => {
    inHost(
      'suspect',
      'seq 1 14000000 | sed "s/^/2026-01-02T03:04:05+00:00 suspect app[7]: line /" | head -c 150000000 > /var/log/huge.log',
    )
    const sum = inHost('suspect', 'sha256sum < /var/log/huge.log').slice(0, 64)
    let cuts = 0
    return withBench(
      async (b) => {
        const [h] = (await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'logs' })).hosts
        inHost('suspect', 'rm /var/log/huge.log')
        expect({ cuts, state: h!.state, fault: h!.fault }).toEqual({ cuts: 2, state: 'done', fault: null })
        const kept = (await artifacts(b)).find((a) => a.path === 'root/var/log/huge.log')
        expect(kept).toMatchObject({ sha256: sum, truncated: null })
        const footprint = await rows(b, 'collect_footprint')
        expect(footprint.filter((r) => r['kind'] === 'login')).toHaveLength(3)
        expect(footprint.find((r) => r['what'] === '/var/log/huge.log')?.['errors']).toMatch(/taken up again 2 times/)
      },
      undefined,
      (p) => {
        const due = [20_000_000, 90_000_000][cuts]
        if (due !== undefined && p.label === '/var/log/huge.log' && p.bytes > due) {
          cuts++
          cut('triage')
        }
      },
    )
  })

  labIt('for good leaves what came, and says what is missing', () => {
    let over = false
    return withBench(
      async (b) => {
        try {
          const [h] = (await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'full' })).hosts
          expect(h!.state).toBe('failed')
          expect(h!.fault).toMatch(/could not be made again/)
        } finally {
          inHost(
            'suspect',
            'rm -f /etc/nologin; sed -i /DenyUsers/d /etc/ssh/sshd_config; kill -HUP $(cat /run/sshd.pid)',
          )
        }
        expect((await rows(b, 'sockets')).length).toBeGreaterThan(2)
        expect((await info(b))!.captures[0]!.blind.map((l) => l.says).join('\n')).toMatch(/did not reach its end/)
        expect(await verified(b)).toBe(true)
      },
      undefined,
      (p) => {
        if (over || p.done < 12) return
        over = true
        inHost(
          'suspect',
          'sed -i "1i DenyUsers triage" /etc/ssh/sshd_config; kill -HUP $(cat /run/sshd.pid); sleep 0.3',
        )
        cut('triage')
      },
    )
  })
})

describe('this side', () => {
  labIt('with a full disk keeps what came, and the case opens again', async () => {
    const mount = mkdtempSync(join(tmpdir(), 'vestigo-full-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=90m', 'tmpfs', mount])
    inHost('suspect', 'head -c 80000000 /dev/zero | tr "\\0" "x" > /var/log/fat.log')
    try {
      const b = await bench(undefined, undefined, mount)
      const [h] = (await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'logs' })).hosts
      expect(h!.state).toBe('failed')
      expect(h!.fault).toMatch(/disk that holds the case is full/)
      await b.close()
      const again = await bench(undefined, undefined, mount)
      const captures = (await info(again))!.captures
      expect(captures).toHaveLength(1)
      expect(captures[0]!.blind.map((l) => l.says).join('\n')).toMatch(/disk that holds the case is full/)
      expect((await artifacts(again)).map((a) => a.path)).toContain('root/var/log/auth.log')
      expect(await verified(again)).toBe(true)
      await again.close()
    } finally {
      inHost('suspect', 'rm -f /var/log/fat.log')
      execFileSync('umount', [mount])
      rmSync(mount, { recursive: true, force: true })
    }
  })

  it('that stops keeps what came until then', () => {
    const stop = new AbortController()
    return withBench(
      async (b) => {
        const [h] = (await b.collect({ hosts: [host()], profile: 'full' }, stop.signal)).hosts
        expect(h!.state).toBe('stopped')
        expect((await info(b))!.captures[0]!.blind.map((l) => l.says)).toContain(
          'The collection was stopped before its end.',
        )
        expect((await artifacts(b)).length).toBeGreaterThan(5)
      },
      undefined,
      (p) => {
        if (p.done > 6) stop.abort()
      },
    )
  })

  it('that dies in the middle finds at the next start what came', () =>
    withBench(async (b) => {
      const left = openStaging(b.path, 'suspect-20260102T030405Z')
      mkdirSync(b.path, { recursive: true })
      const out = left.output('uname -a')
      out.write(Buffer.from('Linux suspect 6.1.0 #1 SMP x86_64 GNU/Linux\n'))
      out.close()
      left.describe({ state: 'begun', host: 'suspect', began: 1_767_323_045_000_000, blind: [] })
      left.note({ n: 1, tag: 't', kind: 'command', what: 'uname -a', began: 1, ended: 2, member: out.path })
      await b.ask.closeCase({}, { signal: NEVER })
      await b.ask.openCase({ path: b.path }, { signal: NEVER })
      const [capture] = (await info(b))!.captures
      expect(capture!.kind).toBe('collect')
      expect(capture!.blind.map((l) => l.says).join('\n')).toMatch(/has no end/)
      expect((await bytesOf(b, 'commands/uname_-a.txt')).toString()).toContain('Linux suspect')
    }))
})
