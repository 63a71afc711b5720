import type { CollectProgress, HostReport } from '../../../shared/collect'
import { bytes, plural } from '../../format'
import { useSession } from '../../session'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Spinner } from '../../ui/parts'

const STATES: Readonly<Record<CollectProgress['state'], string>> = {
  connecting: 'Connecting',
  asking: 'Waiting for your answer',
  running: 'Collecting',
  reconnecting: 'The connection broke: connecting again',
  'taking-in': 'Taking what came into the case',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
}
const ms = (micros: number) => `${(micros / 1000).toFixed(1)} ms`

/** Each host by itself: one that fails does not stop the others. */
export function ProgressView() {
  const { hosts, report } = useSession((s) => s.collect)
  const all = Object.values(hosts)
  if (all.length === 0) return null
  return (
    <section data-testid="collect-progress" aria-live="polite">
      <h2 className="caption">Hosts</h2>
      {all.map((p) => {
        const done = report?.hosts.find((h) => h.host === p.host)
        const over = p.state === 'done' || p.state === 'failed' || p.state === 'stopped'
        return (
          <div
            key={p.host}
            className={`collect-state ${p.state}`}
            data-testid="collect-host-state"
            data-state={p.state}
          >
            <p>
              {!over && <Spinner />} <b className="mono">{inertString(p.host)}</b> {STATES[p.state]}
              <span className="dim">
                {p.total > 0 ? ` · ${p.done} of ${plural(p.total, 'step')}` : ''} · {bytes(p.bytes)}
              </span>
            </p>
            {!over && (
              <progress value={p.total > 0 ? p.done : undefined} max={p.total || undefined} aria-label={p.host} />
            )}
            {p.label && (
              <p className={`mono text clip ${p.state === 'failed' ? 'wrap' : 'dim'}`}>
                <Inert text={p.label} />
              </p>
            )}
            {done && <Outcome host={done} />}
          </div>
        )
      })}
    </section>
  )
}

function Outcome({ host }: { readonly host: HostReport }) {
  return (
    <>
      <p className="dim">
        {plural(host.commands, 'command')}, {plural(host.files, 'file')} in {host.seconds.toFixed(1)} s
        {host.clock &&
          `. Its clock: ${host.clock.offset >= 0 ? '+' : ''}${ms(host.clock.offset)} against this machine, give or take ${ms(host.clock.band)}`}
      </p>
      {host.blind.length > 0 && (
        <details>
          <summary>{plural(host.blind.length, 'thing')} could not be seen</summary>
          <ul>
            {host.blind.map((b) => (
              <li key={b}>
                <Inert text={b} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
