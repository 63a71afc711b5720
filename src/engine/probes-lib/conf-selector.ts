/**
 * The classic line of syslog.conf: which messages, and where to.
 *   auth,authpriv.*;kern.!=info     -/var/log/auth.log
 * Sources: syslog.conf(5) of sysklogd, FreeBSD, OpenBSD and NetBSD; rsyslog's manual on sysklogd format.
 */

export interface Part {
  /** As written, by name or `*`. */
  readonly facilities: readonly string[]
  /** As written with its comparison: `info`, `*`, `none`, `=debug`, `!err`, `>=notice`. */
  readonly severity: string
}
export interface Selector {
  readonly text: string
  readonly parts: readonly Part[]
  /** What is odd about it, in a sentence; null when nothing is. */
  readonly note: string | null
}

const FACILITY =
  /^(?:\*|kern|user|mail|daemon|auth|security|syslog|lpr|news|uucp|cron|authpriv|ftp|ntp|audit|console|cron2|local[0-7]|mark|clock|\d{1,3}|invalid|none|internal|megasafe|logalert|alert|cron_sol|reserved1[0-9]|console)$/i
const SEVERITY = /^(?:[!=<>]{0,3})(?:\*|none|emerg|panic|alert|crit|err|error|warn|warning|notice|info|debug|\d)$/i

/** Reads `fac,fac.sev;fac.sev`; null when it is not a selector. */
export function readSelector(text: string): Selector | null {
  if (text.length > 2000 || !text.includes('.')) return null
  const parts: Part[] = []
  for (const piece of text.split(';')) {
    if (piece === '') continue
    const dot = piece.lastIndexOf('.')
    if (dot < 1) return null
    const facilities = piece
      .slice(0, dot)
      .split(',')
      .filter((f) => f !== '')
    const severity = piece.slice(dot + 1)
    if (facilities.length === 0 || !facilities.every((f) => FACILITY.test(f)) || !SEVERITY.test(severity)) return null
    parts.push({ facilities, severity })
  }
  return parts.length ? { text, parts, note: null } : null
}

/** A selector at the start of a line with what follows it; null when the line begins with none. */
export function splitSelector(line: string): { selector: Selector; rest: string } | null {
  const m = /^\s*(\S{3,2000})(?:[ \t]+(.*))?$/s.exec(line)
  const plain = m ? readSelector(m[1]!) : null
  if (m && plain) return { selector: plain, rest: (m[2] ?? '').trim() }
  // Blanks within: after the dot (`*. * @host`), or after a semicolon (`*.=info; *.=warn  /file`).
  const loose = /^\s*((?:[\w*,!=<>]+\.\s*[\w*!=<>]+\s*;?\s*)+?)[ \t]+([-/@|*?^~>:&+"'].*|[a-z_][\w,-]*)$/s.exec(
    line.slice(0, 2000),
  )
  const joined = loose ? readSelector(loose[1]!.replace(/\s+/g, '')) : null
  if (loose && joined)
    return {
      selector: {
        ...joined,
        text: loose[1]!.trim(),
        note: 'A blank stands within the selector: a daemon may refuse this line, or take the blank for its end.',
      },
      rest: loose[2]!.trim(),
    }
  return null
}

/** Facilities of the selector when it has one part, or the same severity in all; null otherwise. */
export const simpleFacility = (s: Selector | null): string | null =>
  s !== null && s.parts.length === 1 ? s.parts[0]!.facilities.join(',') : null
export const simpleSeverity = (s: Selector | null): string | null =>
  s !== null && s.parts.length === 1 ? s.parts[0]!.severity : null
