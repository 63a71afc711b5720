/** A list of rows of one height, of any length: our own scrollbar over the scroll model, keyboard and wheel. */
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import * as model from './scroll-model'
import './row-list.css'

export interface RowListHandle {
  /** Brings a row into view; `centre` puts it in the middle when it was not in view. */
  reveal(row: number, how?: 'nearest' | 'centre'): void
  focus(): void
}
export interface RowListProps {
  readonly total: number
  readonly render: (index: number) => ReactNode
  /** The row with the cursor; null for none. */
  readonly cursor: number | null
  readonly onCursor?: (index: number) => void
  readonly onEnter?: (index: number) => void
  readonly onRange?: (first: number, last: number) => void
  /** Keys that the list itself does not use. */
  readonly onKey?: (event: KeyboardEvent) => void
  readonly header?: ReactNode
  /** Width of the rows when they are wider than the list. */
  readonly width?: number
  readonly label: string
  readonly role?: 'grid' | 'tree' | 'listbox'
  readonly idPrefix: string
  readonly stale?: boolean
  readonly handle?: Ref<RowListHandle>
  readonly marks?: ReactNode
}

export function RowList(props: RowListProps) {
  const { total, cursor, render, onCursor, onEnter, onRange, onKey } = props
  const [position, setPosition] = useState(0)
  const [height, setHeight] = useState(0)
  const outer = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const view = { total, height }
  const part = model.slice(position, view)
  const move = (to: number) => setPosition(model.clamp(to, view))
  const state = useRef({ view, position, cursor })
  state.current = { view, position, cursor }

  useEffect(() => {
    const element = body.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      // A panel that is hidden measures 0; its place must survive that.
      if (element.clientHeight === 0) return
      const { view, position, cursor } = state.current
      const next = { ...view, height: element.clientHeight }
      // A row that one had in view stays in view when the panel gets smaller.
      const seen = cursor !== null && cursor >= position && cursor <= position + view.height / model.ROW
      if (seen && view.height > 0) setPosition(model.reveal(position, cursor, next))
      setHeight(element.clientHeight)
    })
    observer.observe(element)
    const onWheel = (e: WheelEvent) => {
      if (e.ctrlKey || e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) return
      const { view, position } = state.current
      const next = model.clamp(position + model.wheelRows(e.deltaY, e.deltaMode, view), view)
      if (next === position) return
      e.preventDefault()
      setPosition(next)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      observer.disconnect()
      element.removeEventListener('wheel', onWheel)
    }
  }, [])

  useEffect(() => {
    if (total > 0 && height > 0) onRange?.(part.first, part.last)
  })

  useImperativeHandle(props.handle, () => ({
    reveal: (row, how = 'nearest') =>
      setPosition((p) => (how === 'centre' ? model.centre : model.reveal)(p, row, state.current.view)),
    focus: () => outer.current?.focus(),
  }))

  const go = (row: number) => {
    const to = Math.max(0, Math.min(row, total - 1))
    setPosition((p) => model.reveal(p, to, view))
    onCursor?.(to)
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.target !== e.currentTarget && e.target instanceof HTMLElement && e.target.matches('input,select,textarea'))
      return
    const page = model.fitting(view)
    const at = cursor ?? part.first - 1
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: total - 1,
    }
    const to = steps[e.key]
    if (to !== undefined && !e.altKey && !e.ctrlKey && total > 0) {
      e.preventDefault()
      go(to)
    } else if (e.key === 'Enter' && cursor !== null && onEnter) {
      e.preventDefault()
      onEnter(cursor)
    } else onKey?.(e)
  }

  const rows: ReactNode[] = []
  if (total > 0) for (let i = part.first; i <= part.last && i < total; i++) rows.push(render(i))
  const wide = props.width ? { minWidth: props.width } : undefined
  return (
    <div className={`row-list ${props.stale ? 'stale' : ''}`}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the role is grid, tree or listbox */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: those roles take a label and a row count */}
      <div
        ref={outer}
        className="row-list-across"
        role={props.role ?? 'grid'}
        aria-label={props.label}
        aria-rowcount={props.role === 'listbox' || props.role === 'tree' ? undefined : total}
        aria-activedescendant={cursor !== null ? `${props.idPrefix}-${cursor}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {props.header && <div style={wide}>{props.header}</div>}
        <div ref={body} className="row-list-body" style={wide}>
          <div className="row-list-rows" style={{ transform: `translateY(${part.shift}px)` }}>
            {rows}
          </div>
        </div>
      </div>
      <ScrollBar view={view} position={position} onMove={move} marks={props.marks} />
    </div>
  )
}

function ScrollBar({
  view,
  position,
  onMove,
  marks,
}: {
  readonly view: model.Viewport
  readonly position: number
  readonly onMove: (to: number) => void
  readonly marks?: ReactNode
}) {
  const track = useRef<HTMLDivElement>(null)
  const drag = useRef<{ from: number; top: number } | null>(null)
  const bar = model.thumb(position, view)
  return (
    <div
      ref={track}
      className="scroll-bar"
      aria-hidden
      onPointerDown={(e) => {
        if (!bar || !track.current) return
        const y = e.clientY - track.current.getBoundingClientRect().bottom + view.height
        const onThumb = y >= bar.top && y <= bar.top + bar.size
        const top = onThumb ? bar.top : y - bar.size / 2
        if (!onThumb) onMove(model.dragged(top, view))
        drag.current = { from: e.clientY, top }
        e.currentTarget.setPointerCapture(e.pointerId)
      }}
      onPointerMove={(e) => {
        if (drag.current) onMove(model.dragged(drag.current.top + e.clientY - drag.current.from, view))
      }}
      onPointerUp={() => {
        drag.current = null
      }}
    >
      <div className="scroll-track" style={{ height: view.height }}>
        {marks}
        {bar && <div className="scroll-thumb" style={{ height: bar.size, top: bar.top }} />}
      </div>
    </div>
  )
}
