import { Gauge } from 'lucide-react'
import { useMemo } from 'react'
import type { CaptureInfo, Finding, FindingSeverity } from '../../../shared/model'
import { type Instant, UTC, zoneByName } from '../../../shared/time'
import { localZone, offsetLabel, printIn, printSpan } from '../../clock'
import { runCommand } from '../../commands'
import { openPanel } from '../../dock'
import { bytes, count, percent, plural } from '../../format'
import { definePanel } from '../../panel'
import { select, useSession } from '../../session'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Button, CoverageBar, Empty, FaultView, GRADE_ORDER, Grade, Loading } from '../../ui/parts'
import { useCall } from '../../use-call'
import { Listeners } from './listeners'
import { Sparkline } from './sparkline'
import './overview.css'

function Overview() {
  const info = useSession((s) => s.info)
  if (!info) return null
  if (info.counts.artifacts === 0 && info.captures.length === 0)
    return (
      <Empty
        title="The case is empty"
        action={
          <Button tone="main" onClick={() => runCommand('open-files')}>
            Open evidence
          </Button>
        }
      >
        Drop a bundle, a folder or files anywhere in the window. They are kept unchanged, hashed, read and put on the
        timeline.
      </Empty>
    )
  return (
    <div className="panel-scroll">
      <div className="overview">
        <Hosts />
        <TopFindings />
        <Sparkline />
        <div className="overview-column">
          <Counts />
          <CoverageTable />
        </div>
        <Listeners />
      </div>
    </div>
  )
}

function Hosts() {
  const info = useSession((s) => s.info)
  return (
    <section className="wide">
      {info?.hosts.map((h) => (
        <div key={h.id} className="host">
          <h1>
            <button type="button" onClick={() => select({ kind: 'host', id: String(h.id), host: h.id })}>
              <Inert text={h.name} />
            </button>
          </h1>
          <p className="dim text">
            <Inert
              text={[h.os, h.kernel].filter(Boolean).join(' · ') || 'operating system not stated by the evidence'}
            />
          </p>
          {info.captures
            .filter((c) => c.host === h.id)
            .map((c) => (
              <Capture key={c.id} capture={c} />
            ))}
        </div>
      ))}
    </section>
  )
}

const KINDS: Readonly<Record<string, string>> = {
  uac: 'UAC collection',
  sosreport: 'sosreport',
  insights: 'Red Hat Insights archive',
  root_copy: 'copy of a file system',
  var_log: 'copy of /var/log',
  velociraptor: 'Velociraptor collection',
  windows: 'Windows collection',
  collect: 'collected by Vestigo',
  loose: 'captured outputs',
}

function Capture({ capture: c }: { readonly capture: CaptureInfo }) {
  const zone = zoneByName(c.zone) ?? UTC
  const local = localZone()
  const clock = (at: Instant, label: string, z: typeof zone, hint: string) => (
    <div data-hint={hint}>
      <span className="dim">{label}</span>
      <span className="time text">
        {printIn(at, z)} {offsetLabel(at, z)}
      </span>
    </div>
  )
  return (
    <div className="capture">
      <p className="text">
        {KINDS[c.kind] ?? c.kind} <span className="mono dim">{inertString(c.source)}</span>
      </p>
      {c.capturedAt === null ? (
        <p className="dim">When it was captured is not known: nothing in it says so.</p>
      ) : (
        <div className="capture-clocks">
          {clock(c.capturedAt, 'captured, UTC', UTC, 'Moment of capture in UTC')}
          {clock(c.capturedAt, `host, ${c.zone}`, zone, `The host’s zone. ${c.zoneReason}`)}
          {clock(c.capturedAt, 'here', local, `This machine’s zone, ${local.name}`)}
          {c.bootedAt !== null && (
            <div data-hint={`Up for ${printSpan(c.capturedAt - c.bootedAt)} at the capture`}>
              <span className="dim">booted, UTC</span>
              <span className="time text">{printIn(c.bootedAt, UTC)}</span>
            </div>
          )}
        </div>
      )}
      <p className="dim">Zone: {inertString(c.zoneReason)}</p>
      {c.blind.length > 0 && (
        <details className="blind" open={c.blind.length <= 4} data-testid="blind">
          <summary>{plural(c.blind.length, 'thing')} this capture could not see</summary>
          <ul className="text">
            {c.blind.map((b) => (
              <li key={b.says}>
                <Inert text={b.says} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function TopFindings() {
  const { data, fault, again } = useCall('findings', {})
  const counts = useMemo(() => {
    const n = new Map<FindingSeverity, number>()
    for (const f of data?.findings ?? []) n.set(f.severity, (n.get(f.severity) ?? 0) + 1)
    return n
  }, [data])
  const top = useMemo(
    () =>
      [...(data?.findings ?? [])]
        .sort((a, b) => GRADE_ORDER.indexOf(a.severity) - GRADE_ORDER.indexOf(b.severity))
        .slice(0, 7),
    [data],
  )
  const open = (f: Finding) => {
    select({ kind: 'finding', id: f.id, host: null })
    openPanel('findings')
  }
  return (
    <section className="wide" data-testid="overview-findings">
      <div className="overview-head">
        <h2>Findings</h2>
        {GRADE_ORDER.filter((g) => counts.has(g)).map((g) => (
          <span key={g} className="grade-count">
            <Grade value={g} /> <span className="num">{counts.get(g)}</span>
          </span>
        ))}
        <span className="grow" />
        {data && data.blind.length > 0 && (
          <span className="dim">{plural(data.blind.length, 'rule')} could not look</span>
        )}
        <button type="button" className="link" onClick={() => openPanel('findings')}>
          All
        </button>
      </div>
      {fault && <FaultView fault={fault} again={again} small />}
      {!data && !fault && <Loading what="Looking" />}
      {data && top.length === 0 && (
        <p className="dim">
          No rule fired. {data.clear.length} looked, {data.blind.length} could not.
        </p>
      )}
      <ul className="top-findings">
        {top.map((f) => (
          <li key={f.id}>
            <button type="button" data-testid={`overview-finding-${f.rule}`} onClick={() => open(f)}>
              <Grade value={f.severity} />
              <b>{f.title}</b>
              <span className="clip">
                <Inert text={f.summary} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const PLACES = [
  ['events', 'events', 'timeline'],
  ['sockets', 'sockets', 'sockets'],
  ['processes', 'processes', 'processes'],
  ['files', 'open files', 'files'],
  ['artifacts', 'evidence files', 'evidence'],
] as const

function Counts() {
  const counts = useSession((s) => s.info?.counts)
  if (!counts) return null
  return (
    <section className="counts">
      <h2>In this case</h2>
      {PLACES.map(([key, label, panel]) => (
        <button key={key} type="button" data-testid={`count-${key}`} onClick={() => openPanel(panel)}>
          <span className="num">{count(counts[key])}</span> {label}
        </button>
      ))}
    </section>
  )
}

function CoverageTable() {
  const { data } = useCall('artifacts', {})
  const { sum, worst, other } = useMemo(() => {
    const sum = { rows: 0, noise: 0, unparsed: 0, bytes: 0 }
    for (const a of data ?? []) {
      sum.rows += a.rows
      sum.noise += a.noise
      sum.unparsed += a.unparsed
      sum.bytes += a.size
    }
    const worst = [...(data ?? [])]
      .filter((a) => a.unparsed > 0)
      .sort((a, b) => b.unparsed - a.unparsed)
      .slice(0, 8)
    const other = {
      kept: (data ?? []).filter((a) => a.state === 'kept').length,
      refused: (data ?? []).filter((a) => a.state === 'refused').length,
      failed: (data ?? []).filter((a) => a.state === 'failed').length,
      cut: (data ?? []).filter((a) => a.truncated !== null).length,
    }
    return { sum, worst, other }
  }, [data])
  if (!data) return null
  const lines = sum.rows + sum.noise + sum.unparsed
  return (
    <section data-testid="overview-coverage">
      <div className="overview-head">
        <h2>Coverage</h2>
        <span className="num dim">{bytes(sum.bytes)}</span>
        <span className="grow" />
        <button type="button" className="link" onClick={() => openPanel('evidence')}>
          All files
        </button>
      </div>
      <p className="coverage-line num">
        <CoverageBar {...sum} /> {percent(lines - sum.unparsed, lines)} of {count(lines)} lines read: {count(sum.rows)}{' '}
        rows, {count(sum.noise)} noise, {count(sum.unparsed)} unparsed
      </p>
      <p className="dim">
        {[
          other.kept > 0 && `${plural(other.kept, 'file')} kept that nothing here reads`,
          other.refused > 0 && `${other.refused} refused`,
          other.failed > 0 && `${other.failed} failed`,
          other.cut > 0 && `${other.cut} truncated`,
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      <ul className="worst">
        {worst.map((a) => (
          <li key={a.id}>
            <button
              type="button"
              onClick={() => {
                select({ kind: 'artifact', id: String(a.id), host: null })
                openPanel('evidence')
              }}
            >
              <CoverageBar {...a} />
              <span className="mono clip grow">
                <Inert text={a.path} />
              </span>
              <span className="num dim">{count(a.unparsed)} unparsed</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

export default definePanel({
  title: 'Overview',
  icon: Gauge,
  order: 1,
  about: 'Hosts, captures, findings and coverage at a glance',
  component: Overview,
})
