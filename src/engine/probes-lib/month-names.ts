/** Months as date(1) abbreviates them in other languages (glibc's locales), by their first three letters or more. */
import { monthOf } from './host-when'

const OTHERS: readonly (readonly string[])[] = [
  // fr, es, pt, it, de, nl, sv, pl: only spellings that differ from English
  ['janv', 'ene', 'gen', 'jän', 'sty'],
  ['févr', 'fév', 'fev', 'feb', 'lut'],
  ['mars', 'mär', 'mrz', 'mrt'],
  ['avr', 'abr', 'kwi'],
  ['mai', 'mag', 'mei', 'maj'],
  ['juin', 'giu', 'cze'],
  ['juil', 'lug', 'lip'],
  ['août', 'aoû', 'ago', 'sie'],
  ['sept', 'set', 'wrz'],
  ['okt', 'out', 'ott', 'paź'],
  ['lis'],
  ['déc', 'dic', 'dez', 'gru'],
]

/** 1-12 for an abbreviated or full month name in one of these languages; 0 when it is none. */
export function anyMonth(name: string): number {
  const word = name.toLowerCase().replace(/\.$/, '')
  for (const [i, names] of OTHERS.entries()) if (names.some((n) => word.startsWith(n))) return i + 1
  return monthOf(word)
}
