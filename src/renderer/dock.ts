/** Where panels are opened from, without knowing the docking part; app/dock.tsx fills it in. */
export interface Dock {
  open(panel: string): void
  /** Opens beside what is on show: the raw bytes of a selection under the list it was made in. */
  openBeside(panel: string): void
  /** null closes the active one. */
  close(panel: string | null): void
  reset(): void
}
let dock: Dock | null = null
export const setDock = (d: Dock | null): void => {
  dock = d
}
export const openPanel = (id: string): void => dock?.open(id)
export const openBeside = (id: string): void => dock?.openBeside(id)
export const closePanel = (id: string | null): void => dock?.close(id)
export const resetLayout = (): void => dock?.reset()
