import { PlugZap } from 'lucide-react'
import { useState } from 'react'
import type { CollectMode, CollectPlan } from '../../../shared/collect'
import { type FaultData, faultData } from '../../../shared/fault'
import { api } from '../../api'
import { say } from '../../cases'
import { startCollecting } from '../../collecting'
import { definePanel } from '../../panel'
import { useSession } from '../../session'
import { recall, store } from '../../stored'
import { Button, FaultView } from '../../ui/parts'
import { useCall } from '../../use-call'
import { HostList } from './host-list'
import { LiveView } from './live-view'
import { PlanView } from './plan-view'
import { ProgressView } from './progress-view'
import { EMPTY_HOST, type HostForm, reachOf, remembered, requestOf, trustedOf } from './request'
import './collect.css'

const NONE = {} as const
type Remembered = ReturnType<typeof remembered>

function Collect() {
  const info = useSession((s) => s.info)
  const stop = useSession((s) => s.collect.stop)
  const profiles = useCall('collectProfiles', NONE)
  const [hosts, setHosts] = useState<readonly HostForm[]>(() =>
    recall<readonly Remembered[]>('collect.hosts', [EMPTY_HOST]).map((h, id) => ({ ...EMPTY_HOST, ...h, id })),
  )
  const [profile, setProfile] = useState('quick')
  const [mode, setMode] = useState<CollectMode>('exec')
  const [agent, setAgent] = useState(true)
  const [trusted, setTrusted] = useState('')
  const [reach, setReach] = useState(false)
  const [ports, setPorts] = useState('')
  const [plan, setPlan] = useState<CollectPlan | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  if (!info) return null
  const request = requestOf(hosts, { profile, mode, agent, trusted, reach, ports })
  const dryRun = () =>
    api.engine
      .collectPlan({ profile, mode, trusted: trustedOf({ mode, trusted }), reach: reachOf({ mode, reach, ports }) })
      .then(setPlan, (e) => setFault(faultData(e)))
  const run = () => {
    if (!request) return
    setFault(null)
    setPlan(null)
    store('collect.hosts', hosts.map(remembered))
    void startCollecting(request)
  }
  return (
    <div className="panel-scroll">
      <form
        className="collect"
        onSubmit={(e) => {
          e.preventDefault()
          run()
        }}
      >
        <header>
          <h1>Collect from hosts</h1>
          <p className="dim">
            Over ssh, what is most volatile first, into this case. Nothing is written to a host; what the collection
            leaves there by itself is kept as its footprint and marked on the timeline.
          </p>
        </header>
        <HostList hosts={hosts} set={setHosts} disabled={stop !== null} />
        <section>
          <h2 className="caption">What to collect</h2>
          <div className="formats" role="radiogroup" aria-label="Profile">
            {(profiles.data ?? []).map((p) => (
              <button
                key={p.id}
                type="button"
                role="radio"
                aria-checked={profile === p.id}
                className="format"
                data-testid={`collect-profile-${p.id}`}
                onClick={() => setProfile(p.id)}
              >
                <b>{p.title}</b>
                <small>{p.about}</small>
              </button>
            ))}
          </div>
        </section>
        <div className="collect-checks">
          <label
            className="check"
            data-hint="Reads /proc, /etc and /var/log over sftp and starts no program on the host"
          >
            <input
              type="checkbox"
              data-testid="collect-sftp"
              checked={mode === 'sftp'}
              onChange={(e) => setMode(e.target.checked ? 'sftp' : 'exec')}
            />{' '}
            Files alone, run no command
          </label>
          <label className="check">
            <input type="checkbox" checked={agent} onChange={(e) => setAgent(e.target.checked)} /> Ask the ssh agent for
            keys
          </label>
        </div>
        <div className="collect-checks">
          <label
            className="check"
            data-hint="ping and traceroute from this machine and from the host, and a connection to each port that the host lists: what it says beside what the outside sees"
          >
            <input
              type="checkbox"
              data-testid="collect-reach"
              checked={reach}
              disabled={mode === 'sftp'}
              onChange={(e) => setReach(e.target.checked)}
            />{' '}
            Reachability from both sides
          </label>
          {reach && (
            <label className="field">
              <span>Ports tried besides those that the host lists</span>
              <input
                className="input mono"
                data-testid="collect-ports"
                value={ports}
                placeholder="None; or 1-1024,8080"
                spellCheck={false}
                onChange={(e) => setPorts(e.target.value)}
              />
            </label>
          )}
        </div>
        <label
          className="field"
          data-hint="Sent to a folder in the host’s memory, used there instead of the host’s own programs, compared with them, and removed; the only thing that is ever written to a host"
        >
          <span>Trusted programs</span>
          <div className="with-button">
            <input
              className="input mono"
              data-testid="collect-trusted"
              value={trusted}
              placeholder="A static busybox to bring along; none"
              spellCheck={false}
              disabled={mode === 'sftp'}
              onChange={(e) => setTrusted(e.target.value)}
            />
            <Button
              onClick={() =>
                api.shell.pickFiles({ title: 'A static busybox' }).then(([path]) => path && setTrusted(path), say)
              }
            >
              Choose…
            </Button>
          </div>
        </label>
        <div className="with-button">
          <Button tone="main" type="submit" data-testid="collect-start" disabled={!request || stop !== null}>
            Collect
          </Button>
          <Button data-testid="collect-dry-run" onClick={() => void dryRun()}>
            Dry run
          </Button>
          {stop && (
            <Button tone="danger" data-testid="collect-stop" onClick={stop}>
              Stop
            </Button>
          )}
        </div>
        {fault && <FaultView fault={fault} small />}
        <ProgressView />
        {plan && <PlanView plan={plan} />}
        <LiveView host={request?.hosts[0] ?? null} />
      </form>
    </div>
  )
}

export default definePanel({
  title: 'Collect',
  icon: PlugZap,
  order: 10.5,
  about: 'Collect from live hosts over ssh into this case',
  component: Collect,
})
