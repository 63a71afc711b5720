/** The frame around the panels: rail, query line, docked panels, inspector. */
import { useRef, useState } from 'react'
import { useSession } from '../session'
import { recall, store } from '../stored'
import { DockArea } from './dock'
import { Inspector } from './inspector'
import { QueryLine } from './query-line'
import { Rail } from './rail'

const clampWidth = (w: number) => Math.max(240, Math.min(w, window.innerWidth * 0.6))

export function Workbench() {
  const inspector = useSession((s) => s.inspector)
  const name = useSession((s) => s.info?.name ?? '')
  const [width, setWidth] = useState(() => recall('inspector.width', window.innerWidth < 1100 ? 280 : 340))
  const drag = useRef<{ x: number; width: number } | null>(null)
  return (
    <div className="workbench">
      <Rail />
      <main className="middle">
        <h1 className="sr">{name}</h1>
        <QueryLine />
        <DockArea />
      </main>
      {inspector && (
        <aside className="side" style={{ width }} aria-label="Inspector">
          <div
            className="splitter"
            role="separator"
            aria-orientation="vertical"
            aria-label="Width of the inspector"
            aria-valuenow={width}
            tabIndex={0}
            onKeyDown={(e) => {
              const step = e.key === 'ArrowLeft' ? 16 : e.key === 'ArrowRight' ? -16 : 0
              if (step) setWidth((w) => clampWidth(w + step))
            }}
            onPointerDown={(e) => {
              drag.current = { x: e.clientX, width }
              e.currentTarget.setPointerCapture(e.pointerId)
            }}
            onPointerMove={(e) => {
              if (drag.current) setWidth(clampWidth(drag.current.width + drag.current.x - e.clientX))
            }}
            onPointerUp={() => {
              drag.current = null
              store('inspector.width', width)
            }}
          />
          <Inspector />
        </aside>
      )}
    </div>
  )
}
