import { api } from './api'
import { getState, setState, type ThemeName } from './session'
import { store } from './stored'

const dark = window.matchMedia('(prefers-color-scheme: dark)')

const paint = (): void => {
  const { theme } = getState()
  document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
}
export function followTheme(): void {
  paint()
  dark.addEventListener('change', paint)
}
export function setTheme(theme: ThemeName): void {
  store('theme', theme)
  setState({ theme })
  paint()
  // Native menus and dialogs follow; not being able to is no reason to stop.
  void api.shell.setTheme?.({ theme }).catch(() => {})
}
export const isDark = (): boolean => document.documentElement.dataset['theme'] !== 'light'
export const switchTheme = (): void => setTheme(isDark() ? 'light' : 'dark')
