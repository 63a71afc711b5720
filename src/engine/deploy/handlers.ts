/** The calls of the contract that put an edited configuration on a host, and take it back. */
import type { contract, EngineContract } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { Handlers, PushFunction } from '../../shared/rpc'
import { mayRun } from '../../shared/syslog/log-host'
import type { OpenCase } from '../case/open-case'
import type { Asking } from '../collect/asking'
import { connectHost } from '../collect/connect'
import { caseKnownHosts } from '../collect/host-keys'
import { secrets } from '../collect/secrets'
import { openSession } from '../collect/session'
import { type DeployOptions, deploy, hashesOf, newDeployId, undo } from './deploy'
import { deploymentsOf } from './deployments'

interface Around {
  readonly need: () => OpenCase
  readonly push: PushFunction<typeof contract.events>
  readonly asking: Asking
}

export function deployHandlers({
  need,
  push,
  asking,
}: Around): Pick<Handlers<EngineContract>, 'deploy' | 'undeploy' | 'deployments' | 'runOnHost'> {
  const within = (signal: AbortSignal): DeployOptions => {
    const { folder } = need()
    return {
      ask: asking.askFor(signal),
      secrets: secrets(),
      caseFile: caseKnownHosts(folder.root),
      signal,
      progress: (p) => push('deployProgress', p),
      record: async (step, detail) => void (await folder.custody.record('deploy-step', { step, ...detail })),
    }
  }
  return {
    deploy: async (request, { signal }) => {
      const { custody } = need().folder
      const { host, files, main, receiver, switchAfter } = request
      const id = newDeployId()
      await custody.record('deploy-begun', {
        id,
        target: host.target,
        jumps: host.jumps,
        files: hashesOf(files),
        main,
        receiver: receiver?.host.target ?? null,
        switchAfter,
      })
      const report = await deploy(request, within(signal), id)
      await custody.record('deploy-ended', {
        id: report.id,
        state: report.state,
        files: report.files,
        restarted: report.restarted,
      })
      return report
    },
    runOnHost: async ({ host, commands }, { signal }) => {
      for (const command of commands)
        if (!mayRun(command)) throw new Fault('bad-use', `"${command.slice(0, 80)}" is not run`)
      const { folder } = need()
      const ask = asking.askFor(signal)
      const held = secrets()
      const connected = await connectHost(host, { ask, secrets: held, caseFile: caseKnownHosts(folder.root), signal })
      try {
        const session = await openSession(connected, {
          tag: 'vestigo-lockdown',
          privilege: host.privilege,
          ask,
          secrets: held,
          signal,
        })
        if (session.root.how === 'none') throw new Fault('unsupported', `root is needed: ${session.root.why}`)
        const ran = await session.text(commands.join(' && '), { seconds: 60, bytes: 65_536 })
        const ok = ran.started && ran.exit === 0
        const output = `${ran.output}${ran.stderr}`.trim()
        await folder.custody.record('host-command', { target: host.target, commands, ok, output })
        return { ok, output }
      } finally {
        connected.close()
      }
    },
    undeploy: async ({ host, id }, { signal }) => {
      const { custody } = need().folder
      const known = deploymentsOf(custody.records()).find((d) => d.id === id)
      if (!known) throw new Fault('bad-use', `the case knows no deployment ${id}`, { id })
      const report = await undo(host, known, within(signal))
      await custody.record('deploy-undone', { id, target: host.target, files: report.files })
      return report
    },
    deployments: async () => deploymentsOf(need().folder.custody.records()),
  }
}
