/** Panels that dock and split. The docking part is wrapped here and nowhere else. */
import {
  type DockviewApi,
  DockviewReact,
  type DockviewTheme,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react'
import 'dockview-react/dist/styles/dockview.css'
import { X } from 'lucide-react'
import { type FunctionComponent, useEffect, useState } from 'react'
import { create } from 'zustand'
import { setDock } from '../dock'
import { ShownProvider } from '../panel'
import { type NamedPanel, PANELS } from '../panels'
import { getState } from '../session'
import { recall, store } from '../stored'
import { Empty } from '../ui/parts'
import { Intake } from './intake'
import './dock.css'

const THEME: DockviewTheme = { name: 'vestigo', className: 'dockview-theme-vestigo' }
const FIRST = 'overview'
const RAW = 'raw'

const useActive = create<{ readonly id: string | null }>(() => ({ id: null }))
export const useActivePanel = (): string | null => useActive((s) => s.id)

/** Tells a panel whether it is on show: a hidden one asks the engine nothing. */
const frame = (panel: NamedPanel): FunctionComponent<IDockviewPanelProps> =>
  function PanelFrame({ api }) {
    const [shown, setShown] = useState(api.isVisible)
    useEffect(() => {
      setShown(api.isVisible)
      const off = api.onDidVisibilityChange((e) => setShown(e.isVisible))
      return () => off.dispose()
    }, [api])
    const Content = panel.component
    return (
      <ShownProvider value={shown}>
        <div className="panel" data-testid={`panel-${panel.id}`}>
          <Content />
        </div>
      </ShownProvider>
    )
  }
const COMPONENTS = Object.fromEntries(PANELS.map((p) => [p.id, frame(p)]))

/** A tab without a control inside it: the cross is for the mouse, Ctrl+W for the keyboard. */
function TabHead({ api }: IDockviewPanelHeaderProps) {
  return (
    <div className="dock-tab">
      {api.title}
      <span
        className="dock-tab-close"
        aria-hidden
        onPointerDown={(e) => e.stopPropagation()}
        onClick={(e) => {
          e.stopPropagation()
          api.close()
        }}
      >
        <X size={12} />
      </span>
    </div>
  )
}

function Nothing() {
  return <Empty title="No panel is open">Choose one on the rail on the left, or press Ctrl+1 to Ctrl+9.</Empty>
}

function wire(dock: DockviewApi) {
  const titleOf = (id: string) => PANELS.find((p) => p.id === id)?.title ?? id
  const open = (id: string, beside: boolean) => {
    if (!COMPONENTS[id]) return
    const there = dock.getPanel(id)
    if (there) return beside && there.api.isVisible ? undefined : there.api.setActive()
    const active = dock.activePanel
    const small = window.innerHeight < 760
    // The strip with raw bytes serves what is above it: other panels open there, not in the strip.
    const main = active && active.id !== RAW ? active : dock.panels.find((p) => p.id !== RAW)
    dock.addPanel({
      id,
      component: id,
      title: titleOf(id),
      ...(beside && active
        ? {
            position: { referencePanel: active, direction: 'below' as const },
            initialHeight: Math.round(window.innerHeight * (small ? 0.36 : 0.32)),
          }
        : main
          ? { position: { referencePanel: main } }
          : {}),
    })
  }
  const reset = () => {
    dock.clear()
    open(FIRST, false)
  }
  try {
    const old = recall<Parameters<DockviewApi['fromJSON']>[0] | null>('layout', null)
    if (old) dock.fromJSON(old)
  } catch {
    // A layout of an older version: begin anew.
  }
  if (dock.panels.length === 0 || dock.panels.some((p) => !COMPONENTS[p.id])) reset()
  // Another case begins at its overview, without bytes of the one before.
  if (!getState().raw) dock.getPanel(RAW)?.api.close()
  open(FIRST, false)
  useActive.setState({ id: dock.activePanel?.id ?? null })
  dock.onDidActivePanelChange(() => useActive.setState({ id: dock.activePanel?.id ?? null }))
  dock.onDidLayoutChange(() => store('layout', dock.toJSON()))
  setDock({
    open: (id) => open(id, false),
    openBeside: (id) => open(id, true),
    close: (id) => (id === null ? dock.activePanel : dock.getPanel(id))?.api.close(),
    reset,
  })
}

export function DockArea() {
  useEffect(() => () => setDock(null), [])
  return (
    <div className="dock">
      <Intake />
      <DockviewReact
        components={COMPONENTS}
        defaultTabComponent={TabHead}
        watermarkComponent={Nothing}
        theme={THEME}
        disableFloatingGroups
        onReady={(e) => wire(e.api)}
      />
    </div>
  )
}
