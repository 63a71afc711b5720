import { useRef } from 'react'

const NARROWEST = 36

/** The edge of a column's heading: drag it, or double-click for the usual width. */
export function HeadGrip({
  width,
  onWidth,
}: {
  readonly width: number
  /** null: back to the usual width. `done` when the mouse is let go. */
  readonly onWidth: (width: number | null, done: boolean) => void
}) {
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const to = (x: number) => Math.max(NARROWEST, (drag.current?.width ?? width) + x - (drag.current?.x ?? x))
  return (
    <span
      className="head-grip"
      aria-hidden
      onPointerDown={(e) => {
        e.stopPropagation()
        // What is seen may be wider than what was asked for: a column takes a share of the room that is left.
        const shown = e.currentTarget.parentElement?.getBoundingClientRect().width ?? width
        drag.current = { x: e.clientX, width: shown }
        e.currentTarget.setPointerCapture(e.pointerId)
      }}
      onPointerMove={(e) => {
        if (drag.current && e.clientX !== drag.current.x) onWidth(to(e.clientX), false)
      }}
      onPointerUp={(e) => {
        if (drag.current && e.clientX !== drag.current.x) onWidth(to(e.clientX), true)
        drag.current = null
      }}
      onDoubleClick={(e) => {
        e.stopPropagation()
        onWidth(null, true)
      }}
    />
  )
}

/** Widths by column with one changed. */
export function withWidth<T extends Readonly<Record<string, number>>>(
  widths: T,
  name: string,
  width: number | null,
): T {
  const { [name]: _, ...rest } = widths
  return (width === null ? rest : { ...rest, [name]: width }) as unknown as T
}
