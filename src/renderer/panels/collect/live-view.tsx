import { useMemo, useState } from 'react'
import type { CollectHost } from '../../../shared/collect'
import { printIn } from '../../clock'
import { startWatching } from '../../collecting'
import { plural } from '../../format'
import { useClock, useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { Button } from '../../ui/parts'
import { comings, type Series, seriesOf, sparkline } from './series'

const STEPS = [
  ['protocol-counters', 'Counters by protocol'],
  ['interface-counters', 'Interfaces'],
  ['sockets', 'Sockets'],
  ['processes', 'Processes'],
] as const
const SHOWN = 40
const EVENTS = 20

/** Repeats steps on the first host and follows its logs, until it is stopped. */
export function LiveView({ host }: { readonly host: CollectHost | null }) {
  const { stop, samples, report } = useSession((s) => s.watching)
  const busy = useSession((s) => s.collect.stop !== null)
  const [steps, setSteps] = useState<readonly string[]>(['protocol-counters', 'interface-counters', 'sockets'])
  const [every, setEvery] = useState('5')
  const [follow, setFollow] = useState('')
  const seconds = Number(every)
  const paths = follow
    .split(/[\s,]+/)
    .map((p) => p.trim())
    .filter(Boolean)
  const ready = host !== null && seconds >= 1 && (steps.length > 0 || paths.length > 0)
  const toggle = (id: string) => setSteps((s) => (s.includes(id) ? s.filter((x) => x !== id) : [...s, id]))
  return (
    <section data-testid="live">
      <h2 className="caption">Watch the first host</h2>
      <p className="dim">
        Repeats what is chosen and shows what changed; logs that are followed come into the timeline as they grow. All
        of it is kept in the case.
      </p>
      <div className="collect-checks">
        {STEPS.map(([id, title]) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              data-testid={`live-${id}`}
              checked={steps.includes(id)}
              disabled={stop !== null}
              onChange={() => toggle(id)}
            />{' '}
            {title}
          </label>
        ))}
        <label className="field">
          <span>Every seconds</span>
          <input
            className="input num"
            inputMode="numeric"
            data-testid="live-every"
            value={every}
            disabled={stop !== null}
            onChange={(e) => setEvery(e.target.value)}
          />
        </label>
      </div>
      <label className="field">
        <span>Logs to follow</span>
        <input
          className="input mono"
          data-testid="live-follow"
          value={follow}
          placeholder="/var/log/auth.log /var/log/syslog"
          spellCheck={false}
          disabled={stop !== null}
          onChange={(e) => setFollow(e.target.value)}
        />
      </label>
      <div className="with-button">
        {stop ? (
          <Button tone="danger" data-testid="live-stop" onClick={stop}>
            Stop watching
          </Button>
        ) : (
          <Button
            data-testid="live-start"
            disabled={!ready || busy}
            onClick={() => host && void startWatching({ host, probes: steps, every: seconds, follow: paths })}
          >
            Watch
          </Button>
        )}
      </div>
      {report && (
        <p className="dim" role="status" data-testid="live-report">
          Watched for {report.seconds.toFixed(0)} s: {plural(report.rounds, 'round')}, {plural(report.lines, 'line')}{' '}
          followed
        </p>
      )}
      {samples.length > 0 && <Changes />}
    </section>
  )
}

function Changes() {
  const samples = useSession((s) => s.watching.samples)
  const clock = useClock()
  const values = useMemo(() => seriesOf(samples).slice(0, SHOWN), [samples])
  const events = useMemo(() => comings(samples, EVENTS), [samples])
  const faults = [...new Set(samples.flatMap((s) => (s.fault ? [`${s.title}: ${s.fault}`] : [])))]
  const last = samples.at(-1)
  return (
    <div className="live-changes" data-testid="live-changes">
      <p className="dim">Round {last?.round}</p>
      {faults.map((f) => (
        <p key={f}>
          <Inert text={f} />
        </p>
      ))}
      {events.length > 0 && (
        <table className="live-table">
          <caption className="sr">What came, went or changed</caption>
          <tbody>
            {events.map((e) => (
              <tr key={`${e.round} ${e.probe} ${e.kind} ${e.item} ${e.what}`} className={`live-${e.kind}`}>
                <td className="num">{printIn(e.at, clock.zone)}</td>
                <td>{e.kind}</td>
                <td className="mono text">
                  <Inert text={e.item} /> {e.what && <Inert text={e.what} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {values.length > 0 && (
        <table className="live-table">
          <caption className="sr">Counters that changed, with their growth per round</caption>
          <tbody>
            {values.map((v) => (
              <Value key={`${v.probe} ${v.item} ${v.field}`} series={v} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

const WIDTH = 120
const HEIGHT = 18

function Value({ series }: { readonly series: Series }) {
  const { item, field, values, last, grown } = series
  return (
    <tr>
      <td className="mono text">
        <Inert text={item} /> {field !== 'value' && <Inert text={field} />}
      </td>
      <td>
        <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
          <polyline points={sparkline(values, WIDTH, HEIGHT - 2)} className="live-line" transform="translate(0 1)" />
        </svg>
      </td>
      <td className="num">{last.toLocaleString('en')}</td>
      <td className="num">
        {grown > 0 ? '+' : ''}
        {grown.toLocaleString('en')}
      </td>
    </tr>
  )
}
