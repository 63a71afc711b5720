/** The calls of the contract that put an edited configuration on a host, and take it back. */
import type { contract, EngineContract } from '../../shared/contract'
import type { Handlers, PushFunction } from '../../shared/rpc'
import type { OpenCase } from '../case/open-case'
import type { Asking } from '../collect/asking'
import { caseKnownHosts } from '../collect/host-keys'
import { secrets } from '../collect/secrets'
import { type DeployOptions, deploy, undo } from './deploy'

interface Around {
  readonly need: () => OpenCase
  readonly push: PushFunction<typeof contract.events>
  readonly asking: Asking
}

export function deployHandlers({ need, push, asking }: Around): Pick<Handlers<EngineContract>, 'deploy' | 'undeploy'> {
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
      await custody.record('deploy-begun', {
        target: host.target,
        files: files.map((f) => f.path),
        main,
        receiver: receiver?.host.target ?? null,
        switchAfter,
      })
      const report = await deploy(request, within(signal))
      await custody.record('deploy-ended', {
        id: report.id,
        state: report.state,
        files: report.files,
        restarted: report.restarted,
      })
      return report
    },
    undeploy: async ({ request, id }, { signal }) => {
      const report = await undo(request, id, within(signal))
      await need().folder.custody.record('deploy-undone', { id, target: request.host.target, files: report.files })
      return report
    },
  }
}
