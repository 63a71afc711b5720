/** Classes of bytes. The tables are written by the side that owns them (correlate/entity-tables.ts) before anything runs. */
import { reserve } from './memory'

export const TOKEN = reserve(256)
export const PATH_CHAR = reserve(256)
export const USER_CHAR = reserve(256)
/** A byte belongs to a word when the entry of its low half and that of its high half share a bit: 16 bytes each. */
export const WORD_HALVES = reserve(32)

export const SEP: u8 = 0
export const DIGIT: u8 = 1
export const HEX: u8 = 2
export const LETTER: u8 = 4
export const DOT: u8 = 8
export const COLON: u8 = 16
export const SLASH: u8 = 32
export const OTHER: u8 = 64

@inline
export function token(at: usize): u8 {
  return load<u8>(TOKEN + load<u8>(at))
}
@inline
export function isSep(at: usize): bool {
  return load<u8>(TOKEN + load<u8>(at)) == 0
}
@inline
export function isDigit(c: u8): bool {
  return <u8>(c - 48) < 10
}
@inline
export function isLetter(c: u8): bool {
  return <u8>((c | 32) - 97) < 26
}
@inline
export function isName(c: u8): bool {
  return isDigit(c) || isLetter(c) || c == 95
}
/** A quotation mark, or the `<` that some daemons put before a name. */
@inline
export function isQuote(c: u8): bool {
  return c == 39 || c == 34 || c == 96 || c == 60
}
