/** Whatever is selected: what it is, what proves it, who disagrees, what is tied to it. */
import { ArrowRightToLine, Copy, Filter, Star } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Cell, Inspection, Note, Proof, Ref } from '../../shared/model'
import { copy, filterBy, showInTimeline } from '../actions'
import { api } from '../api'
import { say } from '../cases'
import { instantIn, printFull, printIn } from '../clock'
import { count } from '../format'
import { explain, whyUnknown } from '../glossary'
import { sameRef } from '../query'
import { useClock, useSession } from '../session'
import { cellText } from '../ui/cell'
import { kindOfColumn, labelOf } from '../ui/columns'
import { inertString } from '../ui/inert'
import { Inert } from '../ui/inert-text'
import { Empty, FaultView, IconButton, Loading } from '../ui/parts'
import { LinkRow, ProofList } from '../ui/proof'
import { whys } from '../ui/why'
import { useCall } from '../use-call'
import './inspector.css'

export function Inspector() {
  const ref = useSession((s) => s.selection)
  const { data, stale, fault, again } = useCall('inspect', ref ? { ref } : null)
  return (
    <div className="inspector" data-testid="inspector" aria-live="polite">
      {!ref ? (
        <Empty title="Nothing is selected">
          Select a row anywhere. Here stand its fields, the lines that prove them, views that disagree, and everything
          that is tied to it.
        </Empty>
      ) : fault && !data ? (
        <FaultView fault={fault} again={again} />
      ) : !data ? (
        <Loading what="Looking it up" />
      ) : (
        <>
          {fault && <FaultView fault={fault} again={again} small />}
          <div className={stale ? 'inspector-body stale' : 'inspector-body'} key={`${data.ref.kind} ${data.ref.id}`}>
            <Head found={data} />
            <Fields found={data} />
            <Disagreements found={data} />
            <Proofs proofs={data.proofs} />
            <Links found={data} />
            <NoteBox of={data.ref} />
          </div>
        </>
      )}
    </div>
  )
}

function Head({ found }: { readonly found: Inspection }) {
  const { ref } = found
  return (
    <header className="inspector-head">
      <div className="inspector-kind">
        <span>{ref.kind}</span>
        <span className="grow" />
        <IconButton
          icon={ArrowRightToLine}
          label="Show its events in the timeline"
          onClick={() => showInTimeline(ref)}
        />
        <IconButton icon={Filter} label="Filter everything by it" onClick={() => filterBy(ref)} />
        <IconButton icon={Copy} label="Copy its name" onClick={() => void copy(found.title, 'Name')} />
      </div>
      <h2 className="text" data-testid="inspector-title">
        <Inert text={found.title} />
      </h2>
      {found.subtitle && (
        <p className="dim text">
          <Inert text={found.subtitle} />
        </p>
      )}
    </header>
  )
}

/** What places a row in the index says nothing about the thing. */
const INTERNAL = new Set(['id', 'host', 'capture', 'artifact'])
const keyOf = (label: string): string => label.toLowerCase().replaceAll(' ', '_')

function Fields({ found }: { readonly found: Inspection }) {
  const { zone } = useClock()
  const fields = found.fields.filter((f) => !INTERNAL.has(keyOf(f.label)))
  const isUnknown = (v: Cell) => v === null || v === '' || (typeof v === 'object' && v.length === 0)
  const unknown = fields.filter((f) => isUnknown(f.value))
  return (
    <>
      <dl className="fields">
        {fields
          .filter((f) => !isUnknown(f.value))
          .map((f) => {
            const key = keyOf(f.label)
            const at = instantIn(f.value)
            const lines = typeof f.value === 'object' && f.value?.some((v) => v.length > 24) ? f.value : null
            const text = at === null ? cellText(f.value, 'text', zone) : printIn(at, zone)
            return (
              <div key={f.label}>
                <dt data-hint={f.about || undefined}>{labelOf(f.label)}</dt>
                <dd
                  className={at !== null ? 'time text' : typeof f.value === 'number' ? 'num text' : 'text'}
                  data-value={text}
                  data-kind={kindOfColumn(key, 'text') ?? undefined}
                  data-host={found.ref.host ?? undefined}
                  data-hint={(at !== null ? printFull(at, zone) : explain(key, text)) ?? undefined}
                >
                  {lines ? lines.map((l) => <div key={l}>{<Inert text={l} />}</div>) : <Inert text={text} />}
                </dd>
              </div>
            )
          })}
      </dl>
      {unknown.length > 0 && (
        <p className="unknown-fields">
          Not told:{' '}
          {unknown.map((f, i) => (
            <span key={f.label}>
              {i > 0 && ', '}
              <span data-hint={[f.about, whyUnknown(keyOf(f.label))].filter(Boolean).join('\n')}>
                {labelOf(f.label)}
              </span>
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function Disagreements({ found }: { readonly found: Inspection }) {
  if (found.disagreements.length === 0) return null
  return (
    <section data-testid="disagreements">
      <h3>Views disagree</h3>
      {found.disagreements.map((d) => (
        <div key={d.field} className="disagree">
          <b>{d.field}</b>
          <ul>
            {d.views.map((v) => (
              <li key={v.source}>
                <span className="dim">{v.source}</span>
                <span className="mono text">{v.value === '' ? <em>says nothing</em> : <Inert text={v.value} />}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Proofs({ proofs }: { readonly proofs: readonly Proof[] }) {
  if (proofs.length === 0) return null
  return (
    <section data-testid="proofs">
      <h3>Proof</h3>
      <ProofList proofs={proofs} first={6} />
    </section>
  )
}

function Links({ found }: { readonly found: Inspection }) {
  return (
    <>
      {found.links.map((g) => {
        const why = whys(found.ref, g.group, g.items)
        return (
          <section key={g.group} data-testid={`links-${g.group.toLowerCase().replace(/[^a-z]+/g, '-')}`}>
            <h3>
              {g.group} <span className="num">{count(g.total)}</span>
            </h3>
            {why.common && (
              <p className="links-why clip" data-hint={inertString(why.common)}>
                <Inert text={why.common} />
              </p>
            )}
            <ul className="links">
              {g.items.map((l, i) => (
                <LinkRow key={`${l.ref.kind} ${l.ref.id} ${l.how}`} link={l} why={why.each[i]} />
              ))}
            </ul>
            {g.total > g.items.length && (
              <button type="button" className="link" onClick={() => showInTimeline(found.ref)}>
                All {count(g.total)} in the timeline
              </button>
            )}
          </section>
        )
      })}
    </>
  )
}

/** The analyst's own: a star and a remark, kept in the case beside the evidence, never in it. */
function NoteBox({ of }: { readonly of: Ref }) {
  const { data } = useCall('notes', {})
  const note: Note | null = data?.find((n) => sameRef(n.ref, of)) ?? null
  const [text, setText] = useState('')
  useEffect(() => setText(note?.comment ?? ''), [note])
  const save = (star: boolean, comment: string) => api.engine.note({ ref: of, star, comment }).catch(say)
  return (
    <section>
      <h3>Your note</h3>
      <div className="note">
        <IconButton
          icon={Star}
          label={note?.star ? 'Remove the star' : 'Star it'}
          on={note?.star ?? false}
          onClick={() => save(!(note?.star ?? false), text)}
        />
        <textarea
          rows={2}
          className="input"
          aria-label="Remark"
          placeholder="A remark on this"
          value={text}
          onChange={(e) => setText(e.target.value)}
          onBlur={() => {
            if (text !== (note?.comment ?? '')) void save(note?.star ?? false, text)
          }}
        />
      </div>
      {note && <p className="dim">{`${note.by}, ${note.at}`}</p>}
    </section>
  )
}
