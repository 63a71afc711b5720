import { useMemo } from 'react'
import type { Cell } from '../../../shared/model'
import { useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { Empty, FaultView, Loading } from '../../ui/parts'
import { type AllRows, useAllRows } from '../../use-all-rows'
import { type Hop, ms, remarks, type Trace, traces } from './hops'

const number = (v: Cell): number | null => (typeof v === 'number' ? v : null)
const text = (v: Cell): string | null => (v === null ? null : String(v))

function hopsOf(all: AllRows): Hop[] {
  return all.rows.map((r) => ({
    id: String(all.get(r, 'id')),
    target: text(all.get(r, 'target')) ?? 'unknown target',
    hop: number(all.get(r, 'hop')) ?? 0,
    address: text(all.get(r, 'address')),
    name: text(all.get(r, 'name')),
    min: number(all.get(r, 'rtt_min')),
    avg: number(all.get(r, 'rtt_avg')),
    max: number(all.get(r, 'rtt_max')),
    sent: number(all.get(r, 'sent')) ?? 0,
    lost: number(all.get(r, 'lost')) ?? 0,
    mark: text(all.get(r, 'mark')),
  }))
}

export function Traces() {
  const { text: wanted, entity } = useSession((s) => s.filter)
  const { data, fault, again } = useAllRows('hops', wanted, entity)
  const found = useMemo(() => (data ? traces(hopsOf(data)) : []), [data])
  if (fault && !data) return <FaultView fault={fault} again={again} />
  if (!data) return <Loading what="Reading ping and traceroute" />
  if (found.length === 0)
    return (
      <Empty title="No ping or traceroute in this case">
        Output of ping, traceroute, tracepath or mtr fills it: each hop with its round trips, its losses and its marks.
      </Empty>
    )
  return (
    <div className="panel-scroll traces" data-testid="traces">
      {found.map((t) => (
        <TraceView key={t.target} trace={t} />
      ))}
    </div>
  )
}

function TraceView({ trace }: { readonly trace: Trace }) {
  const { ping } = trace
  let before: Hop | null = null
  return (
    <section className="trace">
      <h2 className="text">
        <Inert text={trace.target} />
      </h2>
      {ping && (
        <p className="dim">
          ping: {ping.sent - ping.lost} of {ping.sent} answered
          {ping.avg !== null && (
            <span className="num">
              , {ping.min !== null && `${ms(ping.min)} / `}
              {ms(ping.avg)}
              {ping.max !== null && ` / ${ms(ping.max)}`} ms
            </span>
          )}
          {ping.lost > 0 &&
            ping.lost >= ping.sent &&
            '. A host may be up and not answer: many routers and hosts block ping'}
        </p>
      )}
      {ping && trace.hops.length === 0 && <HopRow hop={ping} most={trace.most} said={[]} label="ping" />}
      <ol className="hops">
        {trace.hops.map((h, i) => {
          const said = remarks(h, before, trace.hops.slice(i + 1))
          if (h.avg !== null) before = h
          return <HopRow key={h.id} hop={h} most={trace.most} said={said} label={String(h.hop)} />
        })}
      </ol>
      {trace.end && <p className="trace-end">{trace.end}</p>}
    </section>
  )
}

function HopRow({
  hop,
  most,
  said,
  label,
}: {
  readonly hop: Hop
  readonly most: number
  readonly said: readonly string[]
  readonly label: string
}) {
  const share = (v: number) => `${(100 * v) / most}%`
  const { min, avg, max } = hop
  return (
    <li className={`hop ${hop.address === null && hop.name === null ? 'silent' : ''}`}>
      <span className="hop-no num">{label}</span>
      <span className="hop-who" data-value={hop.address ?? ''} data-kind={hop.address ? 'address' : undefined}>
        {hop.address === null && hop.name === null ? (
          <span className="dim">no answer</span>
        ) : (
          <>
            {hop.name && (
              <span className="clip">
                <Inert text={hop.name} />
              </span>
            )}
            <span className="mono dim">{hop.address}</span>
          </>
        )}
      </span>
      <span className="hop-bar">
        {avg !== null && (
          <>
            {min !== null && max !== null && (
              <i className="hop-range" style={{ left: share(min), width: `max(2px, ${share(max - min)})` }} />
            )}
            <i className="hop-fill" style={{ width: share(avg) }} />
          </>
        )}
      </span>
      <span className="hop-ms num" data-hint={min !== null && max !== null ? `${ms(min)} to ${ms(max)} ms` : undefined}>
        {avg === null ? '\u2003' : `${ms(avg)} ms`}
      </span>
      <span className="hop-loss num" data-hint={`${hop.lost} of ${hop.sent} probes without an answer`}>
        {hop.lost > 0 ? '✕'.repeat(Math.min(5, hop.lost)) : ''}
      </span>
      <span className="hop-mark mono">{hop.mark ?? ''}</span>
      {said.length > 0 && <span className="hop-said">{said.join('. ')}.</span>}
    </li>
  )
}
