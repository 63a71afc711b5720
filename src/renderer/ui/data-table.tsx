/** A table of the engine's rows: paged, sorted, resized, walked with the keyboard; its look comes from its columns. */
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { Cell, ColumnInfo, Ref, RefKind } from '../../shared/model'
import { copy, showRaw, showRawOf } from '../actions'
import { api } from '../api'
import { tsvCell } from '../format'
import { sameRef } from '../query'
import { getState, hostName, select, useClock, useSession } from '../session'
import { recall, store } from '../stored'
import { usePages } from '../use-pages'
import { CellView, cellText } from './cell'
import { arrange, type ColumnLook, columnHint, type ShownColumn } from './columns'
import { HeadGrip, withWidth } from './head-grip'
import { Empty, FaultView, Loading } from './parts'
import { RowList, type RowListHandle } from './row-list'
import { useTied } from './use-tied'
import { refText } from './value-menu'

export interface DataTableProps {
  readonly table: string
  readonly label: string
  /** What a row of it is, when it can be selected. */
  readonly kind: RefKind | null
  /** What a row stands for when that is a value in it (the user of an account); several rows may stand for one. */
  readonly refOf?: (row: RowReader) => Ref | null
  readonly looks?: readonly ColumnLook[]
  /** True: no columns but those of `looks`. */
  readonly only?: boolean
  readonly sort?: string
  readonly empty: ReactNode
  /** Draws a cell of its own; null leaves it to the table. */
  readonly cell?: (column: string, value: Cell, row: RowReader) => ReactNode | null
  readonly rowClass?: (row: RowReader) => string
  readonly onTotal?: (total: number | null) => void
  /** The row that one is at. */
  readonly onRow?: (row: RowReader) => void
}
export type RowReader = (column: string) => Cell

type Row = readonly Cell[]
const NO_LOOKS: readonly ColumnLook[] = []

export function DataTable(props: DataTableProps) {
  const { table, kind, looks = NO_LOOKS, empty, onTotal } = props
  const info = useSession((s) => s.info)
  const version = useSession((s) => s.version)
  const { text, entity } = useSession((s) => s.filter)
  const selection = useSession((s) => s.selection)
  const { zone } = useClock()
  const tied = useTied(table, kind)
  const [sort, setSort] = useState<{ name: string; descending: boolean } | null>(
    props.sort ? { name: props.sort, descending: false } : null,
  )
  const [widths, setWidths] = useState<Record<string, number>>(() => recall(`columns.${table}`, {}))
  const [columns, setColumns] = useState<readonly ColumnInfo[]>([])
  const [cursor, setCursor] = useState<number | null>(null)
  const list = useRef<RowListHandle>(null)
  const args = { table, text, related: entity, ...(sort ? { sort: sort.name, descending: sort.descending } : {}) }
  const pages = usePages<Row>(info ? `${version} ${JSON.stringify(args)}` : null, async (first, count, signal) => {
    const page = await api.engine.rows({ ...args, first, count }, { signal })
    setColumns((old) => (JSON.stringify(old) === JSON.stringify(page.columns) ? old : page.columns))
    return page
  })
  const manyHosts = (info?.hosts.length ?? 0) > 1
  const shown = useMemo(
    () => arrange(columns, looks, widths, props.only ?? false, manyHosts),
    [columns, looks, widths, props.only, manyHosts],
  )
  const at = useMemo(() => new Map(columns.map((c, i) => [c.name, i])), [columns])
  const read =
    (row: Row): RowReader =>
    (name) => {
      const i = at.get(name)
      return i === undefined ? null : (row[i] ?? null)
    }
  useEffect(() => onTotal?.(pages.total), [pages.total, onTotal])

  // What is tied to a selection made elsewhere is brought into view, as far as its rows are here.
  const total0 = pages.total
  const shownFor = useRef<unknown>(null)
  useEffect(() => {
    const ownSelection = selection?.kind === kind ? selection.id : null
    if (total0 === null || shownFor.current === selection || (tied.size === 0 && ownSelection === null)) return
    for (let i = 0; i < Math.min(total0, 2000); i++) {
      const row = pages.row(i)
      const id = row && String(row[at.get('id') ?? 0])
      if (id === undefined || (id !== ownSelection && !tied.has(id))) continue
      shownFor.current = selection
      if (id === ownSelection) setCursor(i)
      list.current?.reveal(i, 'centre')
      return
    }
  }, [tied, selection, kind, total0, at, pages.row])

  const idOf = (row: Row): string => String(row[at.get('id') ?? 0])
  const refOf = (row: Row): Ref | null =>
    props.refOf ? props.refOf(read(row)) : kind ? { kind, id: idOf(row), host: null } : null
  // A row that was walked to before its page was there is selected when it comes.
  const awaited = useRef<number | null>(null)
  useEffect(() => {
    if (awaited.current !== null && pages.row(awaited.current)) pick(awaited.current, true)
  })
  const pick = (index: number, browse: boolean) => {
    setCursor(index)
    const row = pages.row(index)
    awaited.current = row ? null : index
    if (row) props.onRow?.(read(row))
    const ref = row && refOf(row)
    if (!ref) return
    select(ref, browse)
    shownFor.current = getState().selection
  }
  const openRaw = (index: number) => {
    const row = pages.row(index)
    const place = row && placeOf(read(row))
    if (place) showRaw(...place)
  }
  const isSelected = (row: Row, index: number): boolean =>
    props.refOf
      ? index === cursor && sameRef(selection, refOf(row))
      : kind !== null && selection?.kind === kind && selection.id === idOf(row)
  const total = pages.total ?? 0
  const width = shown.reduce((sum, c) => sum + c.width, 0)
  const tsv = (row: Row) => shown.map((c) => tsvCell(cellText(row[c.index] ?? null, c.info.type, zone))).join('\t')

  if (pages.fault && pages.total === null) return <FaultView fault={pages.fault} again={pages.again} />
  if (pages.total === null) return <Loading what={`Reading ${props.label.toLowerCase()}`} />
  if (total === 0)
    return text || entity ? (
      <Empty title="Nothing here fits the query">
        The query line’s text and entity apply to this table too. Clear it to see all rows.
      </Empty>
    ) : (
      empty
    )
  return (
    <>
      {pages.fault && <FaultView fault={pages.fault} again={pages.again} small />}
      <RowList
        handle={list}
        total={total}
        label={props.label}
        idPrefix={`row-${table}`}
        cursor={cursor}
        stale={pages.stale}
        width={width}
        onRange={pages.want}
        onCursor={(i) => pick(i, true)}
        onEnter={(i) => {
          pick(i, false)
          openRaw(i)
        }}
        onKey={(e) => {
          const row = cursor === null ? undefined : pages.row(cursor)
          if (!row) return
          if (e.key === 'c' && (e.ctrlKey || e.metaKey) && !window.getSelection()?.toString()) {
            e.preventDefault()
            void copy(tsv(row), 'Row')
          }
          if (e.key !== 'r' || e.ctrlKey || e.metaKey) return
          const ref = refOf(row)
          if (placeOf(read(row))) openRaw(cursor as number)
          else if (ref) void showRawOf(ref)
        }}
        header={
          <Head
            columns={shown}
            sort={sort}
            onSort={(name) =>
              setSort((s) =>
                s?.name !== name ? { name, descending: false } : s.descending ? null : { name, descending: true },
              )
            }
            onWidth={(name, w, done) => {
              const next = withWidth(widths, name, w)
              setWidths(next)
              if (done) store(`columns.${table}`, next)
            }}
          />
        }
        render={(i) => {
          const row = pages.row(i)
          if (!row) return <div key={i} className="row" />
          const id = idOf(row)
          const ref = refOf(row)
          const reader = read(row)
          const selected = isSelected(row, i)
          const state = `${selected ? 'selected' : tied.has(id) ? 'tied' : ''} ${i === cursor ? (ref ? 'cursor' : 'cursor alone') : ''}`
          const ts = reader('ts')
          return (
            <div
              key={i}
              id={`row-${table}-${i}`}
              className={`row ${state} ${props.rowClass?.(reader) ?? ''}`}
              role="row"
              aria-rowindex={i + 1}
              aria-selected={selected || (!ref && i === cursor)}
              data-testid={`row-${table}-${id}`}
              data-ref={ref ? refText(ref) : undefined}
              data-host={reader('host') ?? undefined}
              data-ts={typeof ts === 'number' ? ts : undefined}
              data-raw={placeOf(reader)?.join(' ')}
              onPointerDown={(e) => {
                if (e.button === 0) pick(i, false)
              }}
              onDoubleClick={() => openRaw(i)}
            >
              {shown.map((c, n) => (
                <div
                  key={c.info.name}
                  role="gridcell"
                  className={`cell ${c.right ? 'right num' : ''} ${c.mono ? 'mono' : ''} ${n === shown.length - 1 && !c.right ? 'last' : ''}`}
                  style={{ width: c.width }}
                  data-value={cellText(row[c.index] ?? null, c.info.type, zone)}
                  data-kind={c.kind ?? undefined}
                >
                  {props.cell?.(c.info.name, row[c.index] ?? null, reader) ?? (
                    <CellView
                      value={row[c.index] ?? null}
                      column={c}
                      zone={zone}
                      hostName={(h) => hostName(info, h)}
                      mark={text}
                    />
                  )}
                </div>
              ))}
            </div>
          )
        }}
      />
    </>
  )
}

/** Where a row's line stands: file, byte offset, length; null when the row is not made of one line. */
export function placeOf(read: RowReader): readonly [artifact: number, off: number, len: number] | null {
  const [artifact, off, len] = [read('artifact'), read('off'), read('len')]
  if (typeof artifact !== 'number' || artifact <= 0 || typeof off !== 'number') return null
  return [artifact, off, typeof len === 'number' ? len : 0]
}

function Head({
  columns,
  sort,
  onSort,
  onWidth,
}: {
  readonly columns: readonly ShownColumn[]
  readonly sort: { readonly name: string; readonly descending: boolean } | null
  readonly onSort: (name: string) => void
  readonly onWidth: (name: string, width: number | null, done: boolean) => void
}) {
  return (
    <div className="head" role="row">
      {columns.map((c, n) => {
        const sorted = sort?.name === c.info.name
        return (
          <div
            key={c.info.name}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className={`head-cell ${c.right ? 'right' : ''} ${n === columns.length - 1 && !c.right ? 'last' : ''}`}
            style={{ width: c.width }}
            data-hint={columnHint(c)}
          >
            <button type="button" tabIndex={-1} onClick={() => onSort(c.info.name)}>
              {c.label}
            </button>
            {sorted &&
              (sort.descending ? <ArrowDown className="sorted" size={12} /> : <ArrowUp className="sorted" size={12} />)}
            <HeadGrip width={c.width} onWidth={(w, done) => onWidth(c.info.name, w, done)} />
          </div>
        )
      })}
    </div>
  )
}
