/**
 * The context menu of any value in the window. Cells carry `data-value` and `data-kind`, rows `data-ref` and, where they
 * know their line, `data-raw`; so one menu serves every table, tree and list.
 */
import { ContextMenu } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import type { Ref, RefKind } from '../../shared/model'
import type { Instant } from '../../shared/time'
import { copy, filterBy, goTo, showInTimeline, showRaw, showRawOf } from '../actions'
import { tsvCell } from '../format'
import { patchFilter, select } from '../session'
import { inertString } from './inert'
import './menu.css'

interface Target {
  readonly value: string | null
  /** The value as a thing of its own (an address, a user). */
  readonly thing: Ref | null
  /** The row. */
  readonly row: Ref | null
  readonly raw: readonly [number, number, number] | null
  readonly ts: number | null
  readonly tsv: string | null
}

export const refText = (ref: Ref): string => JSON.stringify(ref)

function read(element: Element): Target | null {
  const cell = element.closest<HTMLElement>('[data-value]')
  const row = element.closest<HTMLElement>('[data-ref], [data-raw]')
  if (!cell && !row) return null
  const value = cell?.dataset['value'] ?? null
  const kind = cell?.dataset['kind'] as RefKind | undefined
  const host = row?.dataset['host'] ?? cell?.dataset['host']
  const perHost = kind === 'user' || kind === 'port' || kind === 'path'
  const raw = row?.dataset['raw']?.split(' ').map(Number)
  const cells = row ? [...row.querySelectorAll<HTMLElement>('[data-value]')] : []
  return {
    value,
    thing: kind && value ? { kind, id: value, host: perHost && host ? Number(host) : null } : null,
    row: row?.dataset['ref'] ? (JSON.parse(row.dataset['ref']) as Ref) : null,
    raw: raw?.length === 3 ? (raw as [number, number, number]) : null,
    ts: row?.dataset['ts'] ? Number(row.dataset['ts']) : null,
    tsv: cells.length > 1 ? cells.map((c) => tsvCell(c.dataset['value'] ?? '')).join('\t') : null,
  }
}

const short = (text: string): string => {
  const inert = inertString(text)
  return inert.length > 40 ? `${inert.slice(0, 39)}…` : inert
}

export function ValueMenu({ children }: { readonly children: ReactNode }) {
  const [target, setTarget] = useState<Target | null>(null)
  const row = target?.row ?? null
  const thing = target?.thing ?? null
  const { value, raw, ts, tsv } = target ?? { value: null, raw: null, ts: null, tsv: null }
  const item = (label: ReactNode, run: () => void) => (
    <ContextMenu.Item className="menu-item" onSelect={run}>
      {label}
    </ContextMenu.Item>
  )
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        asChild
        onContextMenu={(e) => {
          const found = e.target instanceof Element ? read(e.target) : null
          if (!found) return e.preventDefault()
          setTarget(found)
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" data-testid="value-menu">
          {thing &&
            item(
              <>
                Inspect {thing.kind} <b className="mono">{short(thing.id)}</b>
              </>,
              () => select(thing),
            )}
          {thing && item('Filter by it', () => filterBy(thing))}
          {thing && item('Show it in the timeline', () => showInTimeline(thing))}
          {!thing &&
            value &&
            item(
              <>
                Filter by text <b className="mono">{short(value)}</b>
              </>,
              () => patchFilter({ text: value }),
            )}
          {thing && (row || raw) && <ContextMenu.Separator className="menu-line" />}
          {row && item('Inspect this row', () => select(row))}
          {row && row.kind !== 'event' && item('Show the row’s events in the timeline', () => showInTimeline(row))}
          {row && row.kind !== 'event' && item('Filter everything by this row', () => filterBy(row))}
          {ts !== null && item('Go to this time', () => goTo(ts as Instant))}
          {(raw || row) &&
            item('Show raw bytes', () => (raw ? showRaw(raw[0], raw[1], raw[2]) : row && void showRawOf(row)))}
          {(value || tsv) && <ContextMenu.Separator className="menu-line" />}
          {value && item('Copy value', () => void copy(value.replace(/[\t\r\n]+/g, ' '), 'Value'))}
          {tsv && item('Copy row', () => void copy(tsv, 'Row'))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}
