import { Command, PanelRight, SunMoon } from 'lucide-react'
import { runCommand } from '../commands'
import { openPanel } from '../dock'
import { panelKey, RAIL } from '../panels'
import { useSession } from '../session'
import { useActivePanel } from './dock'

export function Rail() {
  const active = useActivePanel()
  const inspector = useSession((s) => s.inspector)
  return (
    <nav className="rail" aria-label="Panels">
      {RAIL.map((p) => (
        <button
          key={p.id}
          type="button"
          data-testid={`rail-${p.id}`}
          aria-label={p.title}
          aria-current={active === p.id ? 'page' : undefined}
          data-hint={`${p.title}\n${p.about}`}
          data-hint-key={panelKey(p)}
          onClick={() => openPanel(p.id)}
        >
          <p.icon size={18} strokeWidth={1.6} aria-hidden />
        </button>
      ))}
      <span className="grow" />
      <button
        type="button"
        aria-label="Command palette"
        data-hint="Command palette"
        data-hint-key="Ctrl+K"
        onClick={() => runCommand('palette')}
      >
        <Command size={16} strokeWidth={1.6} aria-hidden />
      </button>
      <button
        type="button"
        aria-label="Dark or light"
        data-testid="theme"
        data-hint="Dark or light"
        data-hint-key="Ctrl+Shift+L"
        onClick={() => runCommand('theme')}
      >
        <SunMoon size={16} strokeWidth={1.6} aria-hidden />
      </button>
      <button
        type="button"
        aria-label="Inspector"
        aria-pressed={inspector}
        data-hint="Show or hide the inspector"
        data-hint-key="Ctrl+I"
        onClick={() => runCommand('inspector')}
      >
        <PanelRight size={16} strokeWidth={1.6} aria-hidden />
      </button>
    </nav>
  )
}
