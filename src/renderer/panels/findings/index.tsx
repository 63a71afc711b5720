import { ChartNoAxesColumn, CircleCheck, EyeOff, ShieldAlert } from 'lucide-react'
import { type KeyboardEvent, useMemo } from 'react'
import type { Finding, FindingsReport } from '../../../shared/model'
import { goTo } from '../../actions'
import { printFull } from '../../clock'
import { count, plural } from '../../format'
import { definePanel } from '../../panel'
import { hostName, select, useClock, useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { LimitList } from '../../ui/limits'
import { Button, Empty, FaultView, GRADE_ORDER, Grade, Loading } from '../../ui/parts'
import { LinkRow, ProofList } from '../../ui/proof'
import { refText } from '../../ui/value-menu'
import { useCall } from '../../use-call'
import { PolicyBox } from './policy'
import './findings.css'

export const byGrade = (a: Finding, b: Finding): number =>
  GRADE_ORDER.indexOf(a.severity) - GRADE_ORDER.indexOf(b.severity) || (a.ts ?? Infinity) - (b.ts ?? Infinity)

function Findings() {
  const { data, fault, again, stale } = useCall('findings', {})
  const selection = useSession((s) => s.selection)
  const text = useSession((s) => s.filter.text.toLowerCase())
  const sorted = useMemo(
    () =>
      [...(data?.findings ?? [])]
        .filter((f) => text === '' || `${f.title} ${f.summary} ${f.rule}`.toLowerCase().includes(text))
        .sort(byGrade),
    [data, text],
  )
  if (fault && !data) return <FaultView fault={fault} again={again} />
  if (!data) return <Loading what="Reading findings" />
  const chosen = sorted.find((f) => selection?.kind === 'finding' && f.id === selection.id) ?? null
  // Before one is chosen, or when something else is selected, the gravest stands open.
  const shown = chosen ?? sorted[0] ?? null
  const pick = (f: Finding | undefined, browse: boolean) =>
    f && select({ kind: 'finding', id: f.id, host: null }, browse)
  const onKey = (e: KeyboardEvent) => {
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    if (!step) return
    e.preventDefault()
    const at = shown ? sorted.indexOf(shown) : step > 0 ? -1 : sorted.length
    pick(sorted[Math.max(0, Math.min(at + step, sorted.length - 1))], true)
  }
  return (
    <div className={stale ? 'findings stale' : 'findings'}>
      <div className="findings-list">
        {sorted.length === 0 ? (
          <Empty title={text ? 'No finding fits the query' : 'No rule fired'}>
            {data.blind.length > 0
              ? `That is not a clean bill: ${plural(data.blind.length, 'rule')} could not look, for the reasons below.`
              : 'The rules below looked and found nothing.'}
          </Empty>
        ) : (
          <div
            role="listbox"
            aria-label="Findings"
            tabIndex={0}
            onKeyDown={onKey}
            aria-activedescendant={shown ? `finding-${shown.id}` : undefined}
          >
            {sorted.map((f) => (
              <div
                key={f.id}
                id={`finding-${f.id}`}
                role="option"
                aria-selected={f === shown}
                className={f === shown ? 'finding selected' : 'finding'}
                data-testid={`row-findings-${f.id}`}
                data-rule={f.rule}
                data-ref={refText({ kind: 'finding', id: f.id, host: null })}
                onPointerDown={(e) => {
                  if (e.button === 0) pick(f, false)
                }}
              >
                <Grade value={f.severity} />
                <b>{f.title}</b>
                <span className="finding-summary clamp">
                  <Inert text={f.summary} />
                </span>
                {f.likely && (
                  <span className="finding-likely">
                    Likely reason: <Inert text={f.likely} />
                  </span>
                )}
              </div>
            ))}
          </div>
        )}
        <Others report={data} />
        <PolicyBox />
      </div>
      <div className="findings-detail">
        {shown ? (
          <Detail finding={shown} />
        ) : (
          <Empty title={sorted.length > 0 ? 'Choose a finding' : 'Nothing to show'}>
            Its evidence, what harmless thing looks the same, and what to do next stand here.
          </Empty>
        )}
      </div>
    </div>
  )
}

function Detail({ finding: f }: { readonly finding: Finding }) {
  const { zone } = useClock()
  const info = useSession((s) => s.info)
  const { ts } = f
  return (
    <article data-testid="finding-detail">
      <header>
        <Grade value={f.severity} />
        <h1 className="text">{f.title}</h1>
        <p className="text finding-lead">
          <Inert text={f.summary} />
        </p>
        <p className="dim num">
          <Inert text={hostName(info, f.host)} />
          {ts !== null && (
            <>
              {' · '}
              <span className="time">{printFull(ts, zone)}</span>{' '}
              <Button tone="quiet" onClick={() => goTo(ts)}>
                <ChartNoAxesColumn size={13} aria-hidden /> Show in the timeline
              </Button>
            </>
          )}
        </p>
      </header>
      <p className="text">{f.about}</p>
      {f.likely && (
        <section className="likely">
          <h2 className="caption">Likely reason, named by the evidence</h2>
          <p className="text">
            <Inert text={f.likely} />
          </p>
        </section>
      )}
      <section>
        <h2 className="caption">Evidence</h2>
        {f.evidence.length === 0 && <p className="dim">No single line: the finding rests on the absence of one.</p>}
        <ProofList key={f.id} proofs={f.evidence} first={8} />
      </section>
      <LimitList limits={f.limits.map((says) => ({ id: says, says }))} />
      {f.subjects.length > 0 && (
        <section>
          <h2 className="caption">It is about</h2>
          <ul className="links">
            {f.subjects.map((l) => (
              <LinkRow key={`${l.ref.kind} ${l.ref.id}`} link={l} />
            ))}
          </ul>
        </section>
      )}
      <div className="finding-columns">
        <section>
          <h2 className="caption">What else, harmless, looks the same</h2>
          <ul className="text">
            {f.innocent.map((i) => (
              <li key={i}>{i}</li>
            ))}
          </ul>
        </section>
        <section>
          <h2 className="caption">Next</h2>
          <ol className="text">
            {f.next.map((n) => (
              <li key={n}>{n}</li>
            ))}
          </ol>
        </section>
      </div>
      <p className="dim finding-foot">
        Rule <span className="mono text">{f.rule}</span>
        {f.attack.length > 0 && (
          <>
            {' · ATT&CK '}
            {f.attack.map((a) => (
              <span key={a} className="mono text" data-hint="MITRE ATT&CK technique">
                {a}{' '}
              </span>
            ))}
          </>
        )}
      </p>
    </article>
  )
}

function Others({ report }: { readonly report: FindingsReport }) {
  return (
    <>
      {report.blind.length > 0 && (
        <details className="rules" open={report.findings.length < 4} data-testid="rules-blind">
          <summary>
            <EyeOff size={13} aria-hidden /> {plural(report.blind.length, 'rule')} could not look
          </summary>
          <ul>
            {report.blind.map((r) => (
              <li key={r.rule}>
                {r.title}
                <span className="dim"> {r.why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.clear.length > 0 && (
        <details className="rules" data-testid="rules-clear">
          <summary>
            <CircleCheck size={13} aria-hidden /> {plural(report.clear.length, 'rule')} looked and found nothing
          </summary>
          <ul>
            {report.clear.map((r) => (
              <li key={r.rule}>
                {r.title}
                {r.limits.length > 0 && (
                  <span className="dim">
                    {' could not see: '}
                    <Inert text={r.limits.join(' ')} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
      <span className="sr" role="status">
        {count(report.findings.length)} findings
      </span>
    </>
  )
}

export default definePanel({
  title: 'Findings',
  icon: ShieldAlert,
  order: 9,
  about: 'What the rules found, with evidence, innocent reasons and next steps; and what they could not see',
  component: Findings,
})
