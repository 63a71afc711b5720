/**
 * Disagreements that are accepted, from accepted.md: a heading gives the reason why the expectation is wrong, each line below
 * it is one disagreement exactly as it is printed. A value that changes on either side is a new disagreement.
 */
import type { Pair } from './define'
import { plain } from './rows'

const LONGEST = 100
/** A value as one short piece of text without line ends and backticks. */
function shown(value: unknown): string {
  const text = JSON.stringify(plain(value)).replace(
    /[`\u0000-\u001f\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`
}
export const printPair = (file: string, { where, field, theirs, ours }: Pair): string =>
  `- ${file} ${where} ${field}: theirs \`${shown(theirs)}\`, ours \`${shown(ours)}\``

/** Printed disagreement -> reason. Errors: throws on a line that stands under no reason, or twice. */
export function readAccepted(markdown: string): ReadonlyMap<string, string> {
  const out = new Map<string, string>()
  let reason: string | null = null
  for (const line of markdown.split('\n')) {
    if (line.startsWith('### ')) reason = line.slice(4).trim()
    else if (line.startsWith('#')) reason = null
    else if (line.startsWith('- ')) {
      if (reason === null) throw new Error(`accepted without a reason: ${line}`)
      if (out.has(line.trimEnd())) throw new Error(`accepted twice: ${line}`)
      out.set(line.trimEnd(), reason)
    }
  }
  return out
}
