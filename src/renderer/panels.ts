/** Every folder under panels/ is a panel; its folder's name is its id. No other list. */
import type { Panel } from './panel'

const found = import.meta.glob<{ default: Panel }>('./panels/*/index.tsx', { eager: true })

export interface NamedPanel extends Panel {
  readonly id: string
}
export const PANELS: readonly NamedPanel[] = Object.entries(found)
  .map(([path, module]) => ({ ...module.default, id: path.split('/')[2] as string }))
  .sort((a, b) => a.order - b.order)

export const RAIL: readonly NamedPanel[] = PANELS.filter((p) => p.order > 0)
export const panelKey = (panel: NamedPanel): string | undefined =>
  Number.isInteger(panel.order) && panel.order > 0 && panel.order <= 10 ? `Ctrl+${panel.order % 10}` : undefined
