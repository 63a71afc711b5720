import { expect, it } from 'vitest'
import { inertString, parts } from './inert'

it('leaves ordinary text of any script alone', () => {
  for (const text of ['Failed password for root', 'пароль', '密码', 'שלום', '👩 ok'])
    expect(inertString(text)).toBe(text)
})
it('shows control characters as symbols', () => {
  expect(inertString('\u001b[31mred\u0007\u0000\u007f')).toBe('‹ESC›[31mred‹BEL›‹NUL›‹DEL›')
  expect(inertString('a\r\nb\tc')).toBe('a‹CR›‹LF›b→c')
})
it('shows C1 controls, bidi marks and invisible characters by their code', () => {
  expect(inertString('\u009b2J')).toBe('‹009B›2J')
  expect(inertString('exe\u202egpj.sh')).toBe('exe‹202E›gpj.sh')
  expect(inertString('ro\u200bot\ufeff')).toBe('ro‹200B›ot‹FEFF›')
})
it('names what it replaced', () => {
  expect(parts('\u202e')[0]?.about).toBe('U+202E right-to-left override')
  expect(parts('x\u001b').at(-1)?.about).toBe('U+001B ESC')
})
it('leaves nothing that steers a terminal or a line, whatever comes in', () => {
  let all = ''
  for (let c = 0; c < 0x3000; c++) all += String.fromCharCode(c)
  expect(/[\p{Cc}\p{Bidi_Control}\u2028\u2029\u200b]/u.test(inertString(all))).toBe(false)
})
