/** A table over rows that are already here (evidence files, unparsed lines): sorted here, walked with the keyboard. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Ref } from '../../shared/model'
import { copy } from '../actions'
import { tsvCell } from '../format'
import { recall, store } from '../stored'
import { HeadGrip, withWidth } from './head-grip'
import { RowList, type RowListHandle } from './row-list'
import { refText } from './value-menu'

export interface LocalColumn<T> {
  readonly id: string
  readonly label: string
  readonly about: string
  readonly width: number
  readonly right?: boolean
  readonly mono?: boolean
  /** Takes a share of the room that is left over. */
  readonly grow?: number
  /** What is sorted by and copied. */
  readonly value: (row: T) => string | number | null
  readonly render?: (row: T) => ReactNode
  readonly hint?: (row: T) => string | undefined
}
export interface LocalTableProps<T> {
  readonly id: string
  readonly label: string
  readonly rows: readonly T[]
  readonly columns: readonly LocalColumn<T>[]
  readonly rowId: (row: T) => string
  readonly refOf?: (row: T) => Ref | null
  readonly rawOf?: (row: T) => readonly [number, number, number] | null
  readonly selected: string | null
  readonly onPick: (row: T, browse: boolean) => void
  /** Enter or a double click. */
  readonly onOpen?: (row: T) => void
  readonly rowClass?: (row: T) => string
}

const compare = (a: string | number | null, b: string | number | null): number => {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true })
}

const place = (c: { readonly width: number; readonly grow?: number }, last: boolean, own: number | undefined) => ({
  flex: own === undefined ? `${c.grow ?? (last ? 0.01 : 0)} 0 ${c.width}px` : `0 0 ${own}px`,
})

export function LocalTable<T>(props: LocalTableProps<T>) {
  const { rows, columns, rowId, selected } = props
  const [sort, setSort] = useState<{ id: string; descending: boolean } | null>(null)
  const [widths, setWidths] = useState<Record<string, number>>(() => recall(`columns.${props.id}`, {}))
  const list = useRef<RowListHandle>(null)
  const sorted = useMemo(() => {
    const column = columns.find((c) => c.id === sort?.id)
    if (!column || !sort) return rows
    const sign = sort.descending ? -1 : 1
    return [...rows].sort((a, b) => sign * compare(column.value(a), column.value(b)))
  }, [rows, columns, sort])
  const cursor = selected === null ? -1 : sorted.findIndex((r) => rowId(r) === selected)
  useEffect(() => {
    if (cursor >= 0) list.current?.reveal(cursor)
  }, [cursor])
  const pick = (i: number, browse: boolean) => {
    const row = sorted[i]
    if (row !== undefined) props.onPick(row, browse)
  }
  return (
    <RowList
      handle={list}
      total={sorted.length}
      label={props.label}
      idPrefix={`row-${props.id}`}
      cursor={cursor < 0 ? null : cursor}
      width={columns.reduce((sum, c) => sum + (widths[c.id] ?? c.width), 0)}
      onCursor={(i) => pick(i, true)}
      onEnter={(i) => {
        pick(i, false)
        const row = sorted[i]
        if (row !== undefined) props.onOpen?.(row)
      }}
      onKey={(e) => {
        const row = sorted[cursor]
        if (row === undefined) return
        if (e.key === 'c' && (e.ctrlKey || e.metaKey) && !window.getSelection()?.toString()) {
          e.preventDefault()
          void copy(columns.map((c) => tsvCell(String(c.value(row) ?? ''))).join('\t'), 'Row')
        } else if (e.key === 'r' && !e.ctrlKey && !e.metaKey) props.onOpen?.(row)
      }}
      header={
        <div className="head" role="row">
          {columns.map((c, n) => (
            <div
              key={c.id}
              role="columnheader"
              aria-sort={sort?.id === c.id ? (sort.descending ? 'descending' : 'ascending') : 'none'}
              className={`head-cell ${c.right ? 'right' : ''}`}
              style={place(c, n === columns.length - 1, widths[c.id])}
              data-hint={c.about}
            >
              <button
                type="button"
                tabIndex={-1}
                onClick={() =>
                  setSort((s) =>
                    s?.id !== c.id
                      ? { id: c.id, descending: false }
                      : s.descending
                        ? null
                        : { id: c.id, descending: true },
                  )
                }
              >
                {c.label}
              </button>
              {sort?.id === c.id &&
                (sort.descending ? (
                  <ArrowDown className="sorted" size={12} />
                ) : (
                  <ArrowUp className="sorted" size={12} />
                ))}
              <HeadGrip
                width={widths[c.id] ?? c.width}
                onWidth={(w, done) => {
                  const next = withWidth(widths, c.id, w)
                  setWidths(next)
                  if (done) store(`columns.${props.id}`, next)
                }}
              />
            </div>
          ))}
        </div>
      }
      render={(i) => {
        const row = sorted[i]
        if (row === undefined) return null
        const id = rowId(row)
        const ref = props.refOf?.(row) ?? null
        return (
          <div
            key={id}
            id={`row-${props.id}-${i}`}
            role="row"
            aria-rowindex={i + 1}
            aria-selected={id === selected}
            className={`row ${id === selected ? 'selected' : ''} ${props.rowClass?.(row) ?? ''}`}
            data-testid={`row-${props.id}-${id}`}
            data-ref={ref ? refText(ref) : undefined}
            data-raw={props.rawOf?.(row)?.join(' ')}
            onPointerDown={(e) => {
              if (e.button === 0) pick(i, false)
            }}
            onDoubleClick={() => props.onOpen?.(row)}
          >
            {columns.map((c, n) => {
              const value = c.value(row)
              return (
                <div
                  key={c.id}
                  role="gridcell"
                  className={`cell ${c.right ? 'right num' : ''} ${c.mono ? 'mono' : ''}`}
                  style={place(c, n === columns.length - 1, widths[c.id])}
                  data-value={value ?? ''}
                  data-hint={c.hint?.(row)}
                >
                  {c.render ? c.render(row) : (value ?? <span className="unknown">{'\u2003'}</span>)}
                </div>
              )
            })}
          </div>
        )
      }}
    />
  )
}
