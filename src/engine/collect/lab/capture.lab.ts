/** Whole collections from the real suspect. */
import { describe, expect, it } from 'vitest'
import {
  answering,
  artifacts,
  bytesOf,
  credentials,
  filesWith,
  findings,
  host,
  info,
  inHost,
  LAB,
  labIt,
  onHost,
  PASSWORD,
  rows,
  target,
  timeline,
  verified,
  withBench,
} from './lab'

const said = (text: readonly string[]) => text.join('\n')

describe('a quick triage', () => {
  it('comes in as a bundle: tables filled, clock measured, evidence whole', () =>
    withBench(async (b) => {
      const report = await b.collect({ hosts: [host()] })
      expect(report.hosts[0]).toMatchObject({ state: 'done', fault: null })
      const clock = report.hosts[0]!.clock!
      // One kernel, one clock: the truth is nought, and lies in the band.
      expect(Math.abs(clock.offset)).toBeLessThanOrEqual(clock.band)
      const captures = (await info(b))!.captures
      expect(captures.map((c) => c.kind)).toEqual(['collect'])
      expect((await rows(b, 'processes')).length).toBeGreaterThan(3)
      expect((await rows(b, 'sockets')).some((s) => s['local_port'] === LAB.suspect.port)).toBe(true)
      expect((await rows(b, 'collect_footprint')).filter((r) => r['kind'] === 'login')).toHaveLength(1)
      expect(await verified(b)).toBe(true)
    }))

  labIt('as root by sudo finds what was planted', () =>
    withBench(async (b) => {
      await b.collect({ hosts: [host('triage', { privilege: 'sudo' })] })
      const found = (await findings(b)).map((f) => `${f.rule}: ${f.summary}`).join('\n')
      expect(found).toMatch(/promiscuous_interface: .*netmon/)
      expect(found).toMatch(/kernel_thread_impostor: \[kworker\/0:1-events\] .*it runs \/usr\/bin\/perl/)
      expect(found).toMatch(/deleted_program_running: .*\.cache-upd/)
      expect(found).toMatch(/process_hidden: PID \d+ \(updaterd\)/)
      expect(found).toMatch(/password_guessed: 12 failed logins from 10\.77\.3\.10, then victim got in/)
    }),
  )

  labIt('with a password for sudo leaves the password nowhere', () =>
    withBench(async (b) => {
      const spec = host('investigator', {
        privilege: 'sudo',
        credentials: credentials({ identities: [], password: PASSWORD }),
      })
      const report = await b.collect({ hosts: [spec] })
      expect(report.hosts[0]!.fault).toBe(null)
      expect((await rows(b, 'collect_footprint')).some((r) => r['as_root'])).toBe(true)
      expect(filesWith(b.path, PASSWORD)).toEqual([])
      expect(JSON.stringify(report)).not.toContain(PASSWORD)
      // A password for sudo must not be on any command line either.
      expect(inHost('suspect', 'cat /var/log/auth.log')).not.toContain(PASSWORD)
    }, answering(PASSWORD)),
  )

  labIt('is painted as ours on the timeline, and nothing else is', () =>
    withBench(async (b) => {
      await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'full' })
      const [login] = (await rows(b, 'collect_footprint')).filter((r) => r['kind'] === 'login')
      const events = await timeline(b)
      const ours = events.filter((e) => e.examiner).map((e) => e.text)
      const others = events.filter((e) => !e.examiner).map((e) => e.text)
      const port = `port ${login!['port']}`
      expect(ours.some((t) => t.startsWith('Accepted publickey for triage') && t.includes(port))).toBe(true)
      expect(ours.filter((t) => t.startsWith('Starting session: command for triage')).length).toBeGreaterThan(10)
      expect(ours.some((t) => t.includes('COMMAND=') && t.includes(login!['tag'] as string))).toBe(true)
      expect(ours.some((t) => t.includes('session opened for user root'))).toBe(true)
      expect(ours.some((t) => t.includes('User child is on pid'))).toBe(true)
      expect(others.filter((t) => t.includes(login!['tag'] as string) || t.includes(port))).toEqual([])
      // The intruder is not us.
      expect(others.some((t) => t.startsWith('Accepted password for victim'))).toBe(true)
      expect(ours.filter((t) => t.includes('victim'))).toEqual([])
    }),
  )

  labIt('without root says beside each table what could not be seen', () =>
    withBench(async (b) => {
      const blind = said((await b.collect({ hosts: [host('plain')] })).hosts[0]!.blind)
      expect(blind).toContain('not as root')
      expect(blind).toMatch(/owners of other users/)
      expect(blind).toMatch(/\/var\/log\/auth\.log: it could not be read/)
      expect((await info(b))!.captures[0]!.blind).toContainEqual({
        says: expect.stringMatching(/^Sockets and their owners: Without root/),
        about: ['sockets'],
      })
    }),
  )

  labIt('whose sudo is refused goes on without, and says why', () =>
    withBench(async (b) => {
      const [h] = (await b.collect({ hosts: [host('plain', { privilege: 'sudo' })] })).hosts
      expect(h!.state).toBe('done')
      expect(said(h!.blind)).toMatch(/Nothing was run as root: sudo/)
    }, answering(PASSWORD)),
  )
})

describe('logs', () => {
  labIt('come with their rotated neighbours, and with what was deleted and is still open', () =>
    withBench(async (b) => {
      await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'logs' })
      const paths = (await artifacts(b)).map((a) => a.path)
      for (const path of [
        'root/var/log/app2.log',
        'root/var/log/app2.log.1',
        'root/var/log/app2.log.2.gz',
        'root/var/log/auth.log',
      ])
        expect(paths).toContain(path)
      const deleted = paths.find((p) => /app\.log\.deleted-pid\d+-fd\d+$/.test(p))!
      expect((await bytesOf(b, deleted)).toString()).toContain('line 5 of a deleted log')
    }),
  )

  labIt('and a program that was deleted and still runs comes with a full collection', () =>
    withBench(async (b) => {
      await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'full' })
      const program = (await artifacts(b)).map((a) => a.path).find((p) => /\.cache-upd\.deleted-pid\d+$/.test(p))!
      expect((await bytesOf(b, program)).subarray(1, 4).toString()).toBe('ELF')
    }),
  )

  labIt('come byte for byte, packed or not', () =>
    withBench(async (b) => {
      inHost(
        'suspect',
        'for i in $(seq 1 200000); do echo "2026-01-02T03:04:05+00:00 suspect app[7]: line $i"; done > /var/log/big.log',
      )
      try {
        const sum = inHost('suspect', 'sha256sum < /var/log/big.log').slice(0, 64)
        await b.collect({ hosts: [host('triage', { privilege: 'sudo' })], profile: 'logs' })
        expect((await artifacts(b)).find((a) => a.path === 'root/var/log/big.log')?.sha256).toBe(sum)
      } finally {
        inHost('suspect', 'rm /var/log/big.log')
      }
    }),
  )
})

describe('files alone', () => {
  it('fill the tables without a command on the host', () =>
    withBench(async (b) => {
      const mark = LAB.mode === 'namespaces' ? inHost('suspect', 'wc -l < /var/log/auth.log').trim() : null
      const report = await b.collect({
        hosts: [host('sftponly')].map((h) => (LAB.mode === 'namespaces' ? h : host())),
        mode: 'sftp',
        profile: 'full',
      })
      expect(report.hosts[0]).toMatchObject({ state: 'done', commands: 0 })
      expect(Math.abs(report.hosts[0]!.clock!.offset)).toBeLessThanOrEqual(report.hosts[0]!.clock!.band)
      expect((await rows(b, 'processes')).length).toBeGreaterThan(3)
      expect((await rows(b, 'sockets')).some((s) => s['local_port'] === LAB.suspect.port)).toBe(true)
      expect((await rows(b, 'accounts')).length).toBeGreaterThan(3)
      expect(said(report.hosts[0]!.blind)).toContain('No command was run on the host')
      if (mark)
        expect(inHost('suspect', `tail -n +${Number(mark) + 1} /var/log/auth.log`)).not.toMatch(
          /Starting session: (command|shell)/,
        )
    }))
})

describe('several hosts', () => {
  labIt('are collected side by side, and one that fails does not stop the others', () =>
    withBench(async (b) => {
      const loghost = host('investigator', { target: `investigator@${LAB.addresses!['loghost']}`, privilege: 'sudo' })
      const nobody = host(undefined, { target: `x@${LAB.suspect.address}:1` })
      const report = await b.collect({ hosts: [host('triage', { privilege: 'sudo' }), nobody, loghost] })
      expect(report.hosts.map((h) => h.state)).toEqual(['done', 'failed', 'done'])
      expect(report.hosts[1]!.fault).toContain('nothing listens there')
      expect((await info(b))!.hosts.map((h) => h.name).sort()).toEqual(['loghost', 'suspect'])
      expect(new Set(b.said.map((p) => p.host)).size).toBe(3)
    }),
  )
})

describe('a key that changed', () => {
  labIt('stops it until it is forgotten', () =>
    withBench(async (b) => {
      const signal = new AbortController().signal
      expect((await b.collect({ hosts: [host()] })).hosts[0]!.state).toBe('done')
      onHost(
        'suspect',
        'sh',
        '-c',
        'cp -p /etc/ssh/ssh_host_ed25519_key /root/k; cp -p /etc/ssh/ssh_host_ed25519_key.pub /root/k.pub; rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key; kill -HUP $(cat /run/sshd.pid); sleep 1.5',
      )
      try {
        const [h] = (await b.collect({ hosts: [host()] })).hosts
        expect(h!.state).toBe('failed')
        expect(h!.fault).toContain('has CHANGED')
        expect(await b.ask.forgetHostKey({ target: target() }, { signal })).toBe(1)
        expect((await b.collect({ hosts: [host()] })).hosts[0]!.state).toBe('done')
      } finally {
        inHost(
          'suspect',
          'mv /root/k /etc/ssh/ssh_host_ed25519_key; mv /root/k.pub /etc/ssh/ssh_host_ed25519_key.pub; kill -HUP $(cat /run/sshd.pid); sleep 1.5',
        )
      }
    }),
  )
})
