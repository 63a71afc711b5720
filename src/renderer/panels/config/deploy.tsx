import { useState } from 'react'
import type { CollectHost } from '../../../shared/collect'
import type {
  DeployFile,
  Deployment,
  DeployProgress,
  DeployReport,
  DeployRequest,
  Receiver,
} from '../../../shared/deploy'
import { type FaultData, faultData } from '../../../shared/fault'
import type { LogConfig } from '../../../shared/syslog/configure'
import { composeMessage } from '../../../shared/syslog/message'
import { route } from '../../../shared/syslog/route'
import { api, onDeployProgress } from '../../api'
import { working } from '../../cases'
import { plural } from '../../format'
import { recall, store } from '../../stored'
import { Inert } from '../../ui/inert-text'
import { Button, FaultView } from '../../ui/parts'
import { Deployments } from './deployments'

const CANARY = { facility: 10, severity: 5, name: 'authpriv.notice' } as const

const OUTCOME: Readonly<Record<DeployReport['state'], string>> = {
  done: 'Deployed, and seen to work.',
  'rolled back': 'The old files are back.',
  'not begun': 'Nothing was changed on the host.',
  unknown: 'The host does not answer. It puts the old files back by itself: look at it again in a few minutes.',
}

/** Files of the host itself in which the canary must arrive, by the new configuration. */
function localOf(config: LogConfig | null): string[] {
  if (!config) return []
  const { fired } = route(config, composeMessage({ ...CANARY, program: 'vestigo-canary', text: 'canary' }))
  return [
    ...new Set(fired.filter((f) => f.certain && f.bound.action.kind === 'file').map((f) => f.target ?? '')),
  ].filter((p) => p.startsWith('/'))
}
const hostOf = (target: string, key: string): CollectHost => ({
  target,
  credentials: { identities: key.trim() ? [key.trim()] : [], agent: true, password: null },
  jumps: [],
  privilege: 'sudo',
  legacy: false,
})

/** How the canary leaves the host by the new configuration, where that is certain: what must listen on the log host. */
function listensOf(config: LogConfig | null): Receiver['listens'] {
  if (!config) return null
  const { fired } = route(config, composeMessage({ ...CANARY, program: 'vestigo-canary', text: 'canary' }))
  for (const { certain, bound } of fired) {
    const { action } = bound
    if (!certain || action.kind !== 'remote') continue
    const port = action.port === null ? 514 : Number(action.port)
    if (port > 0) return { protocol: action.protocol === 'udp' ? 'udp' : 'tcp', port }
  }
  return null
}

/** What is on show is put on the live host, step by step, and put back by itself when anything fails. */
export function Deploy({
  files,
  main,
  config,
  errors,
}: {
  readonly files: readonly DeployFile[]
  readonly main: string
  readonly config: LogConfig | null
  readonly errors: number
}) {
  const [target, setTarget] = useState(() => recall('deploy.target', ''))
  const [key, setKey] = useState(() => recall('deploy.key', ''))
  const [receiver, setReceiver] = useState(() => recall('deploy.receiver', ''))
  const [receiverPath, setReceiverPath] = useState(() => recall('deploy.path', '/var/log'))
  const [sure, setSure] = useState(false)
  const [steps, setSteps] = useState<readonly DeployProgress[]>([])
  const [done, setDone] = useState<DeployReport | null>(null)
  const [round, setRound] = useState(0)
  const [fault, setFault] = useState<FaultData | null>(null)
  const local = localOf(config)
  const attempt = async (title: string, run: (signal: AbortSignal) => Promise<DeployReport>) => {
    setFault(null)
    setSteps([])
    setDone(null)
    const off = onDeployProgress((p) => setSteps((all) => [...all.filter((s) => s.step !== p.step), p]))
    try {
      setDone(await working(title, run))
    } catch (error) {
      setFault(faultData(error))
    } finally {
      off()
      setSure(false)
      setRound((n) => n + 1)
    }
  }
  const go = () => {
    for (const [name, value] of [
      ['deploy.target', target],
      ['deploy.key', key],
      ['deploy.receiver', receiver],
      ['deploy.path', receiverPath],
    ] as const)
      store(name, value)
    const request: DeployRequest = {
      host: hostOf(target, key),
      files,
      main,
      local,
      receiver: receiver.trim()
        ? { host: hostOf(receiver, key), path: receiverPath, listens: listensOf(config) }
        : null,
      canary: CANARY.name,
      switchAfter: 120,
    }
    void attempt('Deploying', (signal) => api.engine.deploy(request, { signal }))
  }
  const undo = ({ id, target: where, jumps }: Deployment) =>
    void attempt('Taking the deployment back', (signal) =>
      api.engine.undeploy({ host: { ...hostOf(where, key), jumps }, id }, { signal }),
    )
  const outcome = (
    <>
      {fault && <FaultView fault={fault} />}
      <ol className="config-steps" data-testid="deploy-steps">
        {steps.map((s) => (
          <li
            key={s.step}
            className={`config-step ${s.state === 'good' ? 'fired' : s.state === 'bad' ? 'stopped' : 'possible'}`}
          >
            <span className="config-outcome">{s.step}</span> <Inert text={s.says || '…'} />
          </li>
        ))}
      </ol>
      {done && <p data-testid="deploy-state">{OUTCOME[done.state]}</p>}
      <Deployments round={round} onUndo={undo} />
    </>
  )
  if (files.length === 0)
    return (
      <div className="config-scroll config-simulator text">
        <p className="dim">Nothing is edited. Edits that you make here can be put on the live host over SSH.</p>
        {outcome}
      </div>
    )
  return (
    <div className="config-scroll config-simulator text">
      <p className="dim">
        {plural(files.length, 'file')}: <span className="mono">{files.map((f) => f.path).join(', ')}</span>. See them
        under Changes. They are checked by the host’s own daemon, backed up there, put in place in one step each, and a
        canary by {CANARY.name} is looked for{local.length > 0 ? ` in ${local.join(', ')}` : ''}. When anything fails,
        or nobody answers for two minutes, the host has its old files back.
      </p>
      <form className="config-trial" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span className="caption">host, as user@name:port</span>
          <input
            className="input"
            value={target}
            onChange={(e) => setTarget(e.target.value)}
            data-testid="deploy-target"
          />
        </label>
        <label>
          <span className="caption">key file</span>
          <input className="input" value={key} onChange={(e) => setKey(e.target.value)} data-testid="deploy-key" />
        </label>
        <label>
          <span className="caption">log host, to look there too</span>
          <input
            className="input"
            value={receiver}
            onChange={(e) => setReceiver(e.target.value)}
            data-testid="deploy-receiver"
          />
        </label>
        <label>
          <span className="caption">where it writes</span>
          <input
            className="input"
            value={receiverPath}
            onChange={(e) => setReceiverPath(e.target.value)}
            data-testid="deploy-path"
          />
        </label>
      </form>
      <label className="config-sure">
        <input type="checkbox" checked={sure} onChange={(e) => setSure(e.target.checked)} data-testid="deploy-sure" />I
        have read the changes and want them on this host. It is written to; the examiner’s traces grow.
      </label>
      <div className="config-bar">
        <Button
          tone="danger"
          disabled={!sure || target.trim() === '' || errors > 0 || files.length === 0}
          onClick={go}
          data-testid="deploy-go"
        >
          Deploy
        </Button>
        {errors > 0 && <span className="config-bad">{plural(errors, 'error')} must be mended first.</span>}
      </div>
      {outcome}
    </div>
  )
}
