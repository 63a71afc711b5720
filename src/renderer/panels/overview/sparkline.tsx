import { NO_FILTER } from '../../../shared/model'
import { printIn } from '../../clock'
import { openPanel } from '../../dock'
import { useClock, useSession } from '../../session'
import { useCall } from '../../use-call'

const BUCKETS = 160

/** The whole timeline in one line; a click opens it. Heights by logarithm, so that a quiet night is seen beside a flood. */
export function Sparkline() {
  const span = useSession((s) => s.info?.span ?? null)
  const { zone } = useClock()
  const { data } = useCall(
    'histogram',
    span ? { filter: NO_FILTER, from: span.from, to: span.to, buckets: BUCKETS } : null,
  )
  if (!span || !data) return null
  const sums = Array.from({ length: data.buckets }, (_, i) => data.series.reduce((n, s) => n + (s.counts[i] ?? 0), 0))
  const most = Math.log1p(Math.max(1, ...sums))
  const columns = sums.flatMap((n, x) =>
    n === 0
      ? []
      : [
          {
            x,
            height: Math.max(1.5, (40 * Math.log1p(n)) / most),
            worst: data.series.find((s) => (s.counts[x] ?? 0) > 0)?.severity ?? 8,
          },
        ],
  )
  return (
    <section className="wide">
      <button
        type="button"
        className="spark"
        aria-label="Open the timeline"
        data-testid="sparkline"
        onClick={() => openPanel('timeline')}
      >
        <svg viewBox={`0 0 ${data.buckets} 40`} preserveAspectRatio="none" aria-hidden>
          {columns.map((c) => (
            <rect key={c.x} x={c.x} y={40 - c.height} width={0.82} height={c.height} className={`sev-${c.worst}`} />
          ))}
        </svg>
        <span className="spark-ends time dim">
          <span>{printIn(span.from, zone)}</span>
          <span>{printIn(span.to, zone)}</span>
        </span>
      </button>
    </section>
  )
}
