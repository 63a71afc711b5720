/** The window's keys: one listener, the command list. */
import { useEffect } from 'react'
import { COMMANDS, runCommand } from './commands'
import { canonical, chordOf, isPlain } from './keys'

const BY_CHORD = new Map(
  COMMANDS.filter((c) => !c.local).flatMap((c) => (c.keys ?? []).map((k) => [canonical(k), c.id])),
)

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input,textarea,select') || target.isContentEditable || target.closest('.editor') !== null)

export function useKeys(): void {
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.defaultPrevented) return
      const chord = chordOf(e)
      const id = BY_CHORD.get(chord)
      if (!id || (isPlain(chord) && isTyping(e.target))) return
      e.preventDefault()
      runCommand(id)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
