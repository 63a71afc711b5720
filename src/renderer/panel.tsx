/** A panel is a folder under panels/ whose index.tsx exports one of these by default. */
import type { LucideIcon } from 'lucide-react'
import { createContext, type FunctionComponent, useContext } from 'react'

export interface Panel {
  readonly title: string
  readonly icon: LucideIcon
  /**
   * Place on the rail, from 1; 0 keeps it off the rail. Ctrl+1..9 and Ctrl+0 (for 10) open it. A fraction puts a panel
   * between two others without a key of its own, so that theirs stay what people know.
   */
  readonly order: number
  /** One sentence for the rail's hint. */
  readonly about: string
  readonly component: FunctionComponent
}
export const definePanel = (panel: Panel): Panel => panel

const Shown = createContext(true)
export const ShownProvider = Shown.Provider
/** Whether the panel that asks is on show. */
export const useShown = (): boolean => useContext(Shown)
