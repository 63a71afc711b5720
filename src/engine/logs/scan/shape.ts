/** Recognition of logs by their lines. */
import type { Head } from '../../define'

const LOOK_AT = 80

/** The share of the first lines (80 that are not blank) that fit, 0..1; 0 for an empty file. */
export function share(head: Head, line: RegExp | ((line: string) => boolean)): number {
  let seen = 0
  let fit = 0
  const fits = typeof line === 'function' ? line : (text: string) => line.test(text)
  for (const text of head.lines) {
    if (text.trim() === '') continue
    seen++
    // A stamp stands at the start: the rest of a huge line is not looked at.
    if (fits(text.length > 2000 ? text.slice(0, 2000) : text)) fit++
    if (seen >= LOOK_AT) break
  }
  return seen === 0 ? 0 : fit / seen
}

/** Confidence from a share: `top` for a file of such lines, less for one with many continuation lines among them. */
export const confidence = (part: number, top: number): number =>
  part >= 0.8 ? top : part >= 0.4 ? top - 0.1 : part >= 0.15 ? top - 0.2 : 0
