import { expect, it } from 'vitest'
import { canonical, chordOf, isPlain } from './keys'

const press = (key: string, mods = '', code = '') => ({
  key,
  code,
  ctrlKey: mods.includes('c'),
  altKey: mods.includes('a'),
  shiftKey: mods.includes('s'),
  metaKey: mods.includes('m'),
})

it('makes one chord of a key press', () => {
  expect(chordOf(press('P', 'cs'))).toBe('ctrl+shift+p')
  expect(chordOf(press('ArrowLeft', 'a'))).toBe('alt+left')
  expect(chordOf(press('k', 'm'))).toBe('ctrl+k')
  expect(chordOf(press('/', ''))).toBe('/')
  expect(chordOf(press('?', 's'))).toBe('?')
})
it('takes digits from their place, whatever the layout prints there', () => {
  expect(chordOf(press('&', 'c', 'Digit1'))).toBe('ctrl+1')
})
it('brings written chords into the same form', () => {
  expect(['Ctrl+Shift+P', 'Alt+Left', '+', 'Ctrl++', 'F1'].map(canonical)).toEqual([
    'ctrl+shift+p',
    'alt+left',
    '+',
    'ctrl++',
    'f1',
  ])
})
it('knows which chords must not disturb typing', () => {
  expect(['/', '?', 'ctrl+k', 'f1'].map(isPlain)).toEqual([true, true, false, false])
})
