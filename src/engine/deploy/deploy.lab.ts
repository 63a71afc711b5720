/** Deployments to the lab's suspect, and what becomes of them when something goes wrong in the middle. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect } from 'vitest'
import type { DeployProgress, DeployReport, DeployRequest, DeployStep } from '../../shared/deploy'
import { lockDown } from '../../shared/syslog/log-host'
import { answering, host, inHost, labIt, verified, withBench } from '../collect/lab/lab'
import { secrets } from '../collect/secrets'
import { type DeployOptions, deploy, undo } from './deploy'
import { listensScript } from './scripts'

const MAIN = '/etc/rsyslog.conf'
const folder = mkdtempSync(join(tmpdir(), 'vestigo-deploy-lab-'))
const first = inHost('suspect', `cat ${MAIN}`)
afterAll(() => {
  inHost('suspect', `umount /etc 2>/dev/null; rm -rf /var/lib/vestigo-deploy; true`)
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => expect(now()).toBe(first))

const CALL = { signal: new AbortController().signal }
const listening = async (protocol: 'udp' | 'tcp', port: number) =>
  inHost('loghost', listensScript(protocol, port)).trim()
const now = () => inHost('suspect', `cat ${MAIN}`)
const daemons = () => inHost('suspect', 'pidof rsyslogd | wc -w').trim()
const UDP = { protocol: 'udp', port: 514 } as const
const loghost = { ...host('investigator', { privilege: 'sudo' }), target: 'investigator@10.77.0.20:22' }

function request(text: string, more: Partial<DeployRequest> = {}): DeployRequest {
  return {
    host: host('triage', { privilege: 'sudo' }),
    files: [{ path: MAIN, before: now(), text }],
    main: MAIN,
    local: ['/var/log/auth.log'],
    receiver: null,
    canary: 'authpriv.notice',
    switchAfter: 15,
    ...more,
  }
}
function options(onProgress: (p: DeployProgress) => void = () => {}) {
  const records: { step: DeployStep; ok: unknown }[] = []
  const given: DeployOptions = {
    ask: answering(),
    secrets: secrets(),
    caseFile: join(folder, 'known_hosts'),
    progress: onProgress,
    record: async (step, detail) => void records.push({ step, ok: detail['ok'] }),
  }
  return { given, records }
}
const told = ({ steps }: DeployReport) => steps.map((s) => `${s.step} ${s.state}: ${s.says}`).join('\n')
const oldIsBack = async () => {
  for (let i = 0; i < 60 && (now() !== first || daemons() === '0'); i++)
    await new Promise((done) => setTimeout(done, 500))
  expect(now()).toBe(first)
  expect(Number(daemons())).toBeGreaterThan(0)
}

describe('a deployment', () => {
  labIt('arrives at both ends, keeps owner and mode, is written down, and can be undone', async () => {
    inHost('suspect', `chmod 640 ${MAIN}; chgrp adm ${MAIN}`)
    const text = `${first}local3.*   /var/log/local3.log\n`
    const { given, records } = options()
    const asked = request(text, { receiver: { host: loghost, path: '/var/log/remote', listens: UDP } })
    const report = await deploy(asked, given)
    expect(told(report)).not.toContain(' bad: ')
    expect(report.state).toBe('done')
    expect(now()).toBe(text)
    expect(inHost('suspect', `stat -c '%a %U %G' ${MAIN}`).trim()).toBe('640 root adm')
    expect(records.map((r) => r.step)).toEqual([
      'connect',
      'look',
      'log host',
      'stage',
      'check',
      'back up',
      'arm',
      'swap',
      'restart',
      'canary',
      'receiver',
      'confirm',
    ])
    expect(inHost('suspect', `cat /var/lib/vestigo-deploy/${report.id}/old-0`)).toBe(first)
    inHost('suspect', 'logger -p local3.info the new rule works; sleep 1')
    expect(inHost('suspect', 'cat /var/log/local3.log')).toContain('the new rule works')
    // The switch has stood down.
    await new Promise((done) => setTimeout(done, 17_000))
    expect(now()).toBe(text)
    expect((await undo(asked.host, report, options().given)).state).toBe('rolled back')
    await oldIsBack()
  })

  labIt('is refused before anything is touched when the daemon finds a fault', async () => {
    const report = await deploy(request(`${first}if $msg contans "x" then stop\n`), options().given)
    expect(told(report)).toMatch(/check bad: .*syntax error on token 'contans'/s)
    expect(report.state).toBe('not begun')
    await oldIsBack()
  })

  labIt('is refused when the file is not what was edited any more', async () => {
    const asked = request(`${first}\n`)
    const report = await deploy(
      { ...asked, files: [{ ...asked.files[0]!, before: 'something else\n' }] },
      options().given,
    )
    expect(report.steps.at(-1)).toMatchObject({ step: 'look', state: 'bad' })
  })

  labIt('is taken back when the canary does not arrive', async () => {
    // Valid, and deaf: without imuxsock nothing of this host is logged.
    const report = await deploy(request('*.* /var/log/syslog\n'), options().given)
    expect(report.steps.map((s) => `${s.step} ${s.state}`)).toContain('canary bad')
    expect(report.state).toBe('rolled back')
    await oldIsBack()
  })

  labIt('is taken back when the daemon does not come up', async () => {
    // A daemon that finds nothing wrong with a configuration and then dies of it.
    inHost(
      'suspect',
      'mkdir -p /usr/lib/real && cp /usr/sbin/rsyslogd /usr/lib/real/rsyslogd && printf \'#!/bin/sh\\ncase "$*" in *-N1*) ;; *) grep -q BREAKS /etc/rsyslog.conf && exit 1;; esac\\nexec /usr/lib/real/rsyslogd "$@"\\n\' > /usr/sbin/rsyslogd.new && chmod 755 /usr/sbin/rsyslogd.new && mv /usr/sbin/rsyslogd.new /usr/sbin/rsyslogd',
    )
    try {
      const report = await deploy(request(`${first}# BREAKS\n`), options().given)
      expect(told(report)).toContain('restart bad: the daemon did not come up')
      expect(report.state).toBe('rolled back')
      await oldIsBack()
    } finally {
      inHost(
        'suspect',
        'cp /usr/lib/real/rsyslogd /usr/sbin/rsyslogd.new && mv /usr/sbin/rsyslogd.new /usr/sbin/rsyslogd',
      )
    }
  })

  labIt('is taken back when the person stops it in the middle', async () => {
    const controller = new AbortController()
    const stop = (p: DeployProgress) => {
      if (p.step === 'restart' && p.state === 'running') controller.abort()
    }
    const { given } = options(stop)
    const report = await deploy(request(`${first}local6.* /var/log/local6.log\n`), {
      ...given,
      signal: controller.signal,
    })
    expect(told(report)).toContain('roll back good')
    expect(report.state).toBe('rolled back')
    await oldIsBack()
  })

  labIt('is taken back by the host itself when the connection is cut', async () => {
    const cut = (p: DeployProgress) => {
      if (p.step === 'swap' && p.state === 'good') inHost('suspect', "pkill -f 'sshd: triage' || true")
    }
    const report = await deploy(request(`${first}local4.* /var/log/local4.log\n`), options(cut).given)
    expect(report.state).toBe('unknown')
    await oldIsBack()
  })

  labIt('leaves the old file when the disk is full', async () => {
    inHost('suspect', 'mkdir -p /var/lib/vestigo-deploy && mount -t tmpfs -o size=8k t /var/lib/vestigo-deploy')
    try {
      const report = await deploy(request(first + `# ${'x'.repeat(200)}\n`.repeat(300)), options().given)
      expect(report.state).toBe('not begun')
    } finally {
      inHost('suspect', 'umount /var/lib/vestigo-deploy')
    }
    await oldIsBack()
  })

  labIt('leaves the old file when /etc is read-only', async () => {
    inHost('suspect', 'mount --bind /etc /etc && mount -o remount,ro,bind /etc')
    try {
      const report = await deploy(request(`${first}local5.* /var/log/local5.log\n`), options().given)
      expect(report.steps.map((s) => `${s.step} ${s.state}`)).toContain('swap bad')
      expect(report.state).toBe('rolled back')
    } finally {
      inHost('suspect', 'umount /etc')
    }
    await oldIsBack()
  })

  labIt('is refused before anything is touched when nothing listens on the log host', async () => {
    const listens = { protocol: 'tcp', port: 5140 } as const
    const receiver = { host: loghost, path: '/var/log/remote', listens }
    const report = await deploy(request(`${first}local3.* @@10.77.0.20:5140\n`, { receiver }), options().given)
    expect(told(report)).toMatch(
      /log host bad: nothing listens on tcp port 5140 of .*; \/etc\/services there has no entry/,
    )
    expect(report.state).toBe('not begun')
    inHost('loghost', 'grep -qs 514/udp /etc/services || echo "syslog 514/udp" >> /etc/services')
    expect(await listening('udp', 514)).toMatch(/^open\nname syslog\s+514\/udp/)
    expect(await listening('tcp', 1514)).toMatch(/^open$/m)
    // A socket that sends is none that listens.
    expect(await listening('tcp', 514)).toMatch(/^shut$/m)
  })

  labIt('stands in a list when the case is opened again, and is undone from there', async () => {
    const at = mkdtempSync(join(tmpdir(), 'vestigo-deployments-'))
    try {
      const text = `${first}local3.* /var/log/local3.log\n`
      const id = await withBench(
        async (b) => (await b.ask.deploy(request(text), CALL)).id,
        answering(),
        () => {},
        at,
      )
      expect(now()).toBe(text)
      await withBench(
        async (b) => {
          const list = await b.ask.deployments({}, CALL)
          expect(list).toMatchObject([{ id, state: 'done', who: 'tester', target: request(text).host.target }])
          const back = { host: host('triage', { privilege: 'sudo' }), id }
          expect((await b.ask.undeploy(back, CALL)).state).toBe('rolled back')
          expect(now()).toBe(first)
          expect((await b.ask.deployments({}, CALL))[0]!.state).toBe('undone')
          await expect(b.ask.undeploy({ ...back, id: 'ffffffffffff' }, CALL)).rejects.toThrow('knows no deployment')
          expect(await verified(b)).toBe(true)
        },
        answering(),
        () => {},
        at,
      )
    } finally {
      rmSync(at, { recursive: true, force: true })
    }
    await oldIsBack()
  })
})

describe('locking the log host down', () => {
  const at = { ...host('investigator', { privilege: 'sudo' }), target: 'investigator@10.77.0.20:22' }
  const steps = () =>
    lockDown(
      [],
      [
        { name: '/etc/rc3.d/S11portmap', how: 'rc' },
        { name: 'telnet', how: 'xinetd' },
      ],
      ['leaver'],
      514,
    )

  labIt('runs what a step names, one by one, writes it down, and undoes it', async () => {
    inHost(
      'loghost',
      'id leaver >/dev/null 2>&1 || { useradd -m leaver; echo leaver:Lab-pw-2 | chpasswd; }; mkdir -p /etc/rc3.d /etc/xinetd.d; echo x > /etc/rc3.d/S11portmap; printf "service telnet\n{\n\tdisable\t\t= no\n\tserver\t= /bin/false\n}\n" > /etc/xinetd.d/telnet',
    )
    await withBench(async (b) => {
      const run = (commands: readonly string[]) => b.ask.runOnHost({ host: at, commands }, CALL)
      const [rc, xinetd, account] = steps()
      expect(await run(rc!.disable)).toMatchObject({ ok: true })
      expect(inHost('loghost', 'ls /etc/rc3.d')).toMatch(/^s11portmap$/m)
      expect(await run(rc!.undo)).toMatchObject({ ok: true })
      expect(inHost('loghost', 'ls /etc/rc3.d')).toMatch(/^S11portmap$/m)

      // There is no xinetd to reload here, which is told; the file is changed before.
      expect(await run(xinetd!.disable.slice(0, 1))).toMatchObject({ ok: true })
      expect(inHost('loghost', 'cat /etc/xinetd.d/telnet')).toMatch(/disable\s+= yes/)
      const failed = await run(xinetd!.disable.slice(1))
      expect(failed.ok).toBe(false)
      expect(failed.output).not.toBe('')
      expect(await run(xinetd!.undo.slice(0, 1))).toMatchObject({ ok: true })
      expect(inHost('loghost', 'cat /etc/xinetd.d/telnet')).toMatch(/disable\s+= no/)

      expect(await run(account!.disable)).toMatchObject({ ok: true })
      expect(inHost('loghost', 'grep ^leaver: /etc/shadow')).toMatch(/^leaver:!/)
      expect(await run(account!.undo)).toMatchObject({ ok: true })
      expect(inHost('loghost', 'grep ^leaver: /etc/shadow')).not.toMatch(/^leaver:!/)

      await expect(run(['rm -rf /var/log'])).rejects.toThrow('is not run')
      const custody = readFileSync(join(b.path, 'custody.jsonl'), 'utf8')
      expect(custody.match(/"action":"host-command"/g)).toHaveLength(7)
      expect(await verified(b)).toBe(true)
    })
  })
})
