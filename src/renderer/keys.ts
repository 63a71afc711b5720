/** Key chords as text: `Ctrl+Shift+P`, `Alt+Left`, `/`. Pure. On a Mac, Ctrl in a chord is the Command key. */

export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const NAMES: Readonly<Record<string, string>> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
  escape: 'esc',
  ' ': 'space',
}

/** The chord of a key press in canonical form (`ctrl+shift+p`). Digits are taken from the key's place, so that layouts agree. */
export function chordOf(press: KeyPress): string {
  const raw = press.key.toLowerCase()
  const digit = /^Digit(\d)$/.exec(press.code)?.[1]
  const key = digit && (press.ctrlKey || press.metaKey || press.altKey) ? digit : (NAMES[raw] ?? raw)
  const parts: string[] = []
  if (press.ctrlKey || press.metaKey) parts.push('ctrl')
  if (press.altKey) parts.push('alt')
  // A shifted symbol already says so (`?`, `+`); for letters and named keys shift is part of the chord.
  if (press.shiftKey && (key.length > 1 || /[a-z0-9]/.test(key))) parts.push('shift')
  parts.push(key)
  return parts.join('+')
}

export const canonical = (chord: string): string => {
  const parts = chord.toLowerCase().split(/\+(?!$)/)
  const key = parts.pop() ?? ''
  return [...['ctrl', 'alt', 'shift'].filter((m) => parts.includes(m)), key].join('+')
}

/** Whether a chord without a modifier must leave typing alone. */
export const isPlain = (chord: string): boolean => !/^(ctrl|alt)\+/.test(chord) && !/^f\d+$/.test(chord)
