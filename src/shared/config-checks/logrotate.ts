/**
 * logrotate(8): paths, and in braces how they are rotated. Looks for rotation that loses evidence.
 *   /var/log/secure { weekly rotate 4 compress missingok }
 */
import type { Problem } from '../syslog/tree'
import { type Line, linesOf, problem } from './define'

const DAYS: Readonly<Record<string, number>> = { hourly: 1 / 24, daily: 1, weekly: 7, monthly: 30, yearly: 365 }
/** What one wants to be able to look back to. */
const WANTED = 90
const WATCHED = /(?:auth|secure|audit|wtmp|btmp|lastlog|syslog|messages|kern|sudo)/

interface Block {
  readonly paths: string
  readonly head: Line
  every: string | null
  rotate: { count: number; line: Line } | null
  maxage: { days: number; line: Line } | null
  shred: Line | null
  nocreate: Line | null
  script: boolean
}

export function checkLogrotate(text: string): Problem[] {
  const out: Problem[] = []
  let every = 'weekly'
  let keep: { count: number; line: Line } | null = null
  let block: Block | null = null
  let depthScript = false
  let pending: Line | null = null
  const finish = (b: Block) => {
    if (!WATCHED.test(b.paths)) return
    const rotate = b.rotate ?? keep
    const days = DAYS[b.every ?? every] ?? 7
    const kept = rotate ? rotate.count * days : null
    if (rotate && rotate.count === 0)
      out.push(
        problem(
          'thrown-away',
          'error',
          b.rotate?.line ?? b.head,
          `${b.paths} is deleted when it is rotated.`,
          'With rotate 0 the old log is gone at once.',
          `Write rotate ${Math.ceil(WANTED / days)}.`,
        ),
      )
    else if (kept !== null && kept < WANTED)
      out.push(
        problem(
          'short',
          'warning',
          b.rotate?.line ?? b.head,
          `${b.paths} is kept for about ${Math.max(1, Math.round(kept))} days.`,
          'A break-in is often found months later: by then its traces are rotated away.',
          `Keep it for ${WANTED} days: rotate ${Math.ceil(WANTED / days)}.`,
        ),
      )
    if (b.maxage && b.maxage.days < WANTED)
      out.push(
        problem(
          'short',
          'warning',
          b.maxage.line,
          `Old files of ${b.paths} are deleted after ${b.maxage.days} days.`,
          'That counts whatever rotate says.',
          `Write maxage ${WANTED} or more.`,
        ),
      )
    if (b.shred)
      out.push(
        problem(
          'shred',
          'warning',
          b.shred,
          `Old files of ${b.paths} are overwritten before they are deleted.`,
          'What was deleted cannot be recovered from the disk.',
        ),
      )
    if (b.nocreate && !b.script)
      out.push(
        problem(
          'no-create',
          'warning',
          b.nocreate,
          'No new file is made, and no daemon is told.',
          'The daemon goes on writing to the old file, which may be deleted with the next rotation.',
          'Add a postrotate script that sends SIGHUP.',
        ),
      )
  }
  for (const line of linesOf(text)) {
    if (depthScript) {
      if (/^endscript\b/.test(line.text)) depthScript = false
      continue
    }
    for (const [i, word] of tokens(line).entries()) {
      const { text: t } = word
      if (t === '{') {
        const paths = pending?.text.replace(/\s*\{.*$/s, '') ?? ''
        block = {
          paths,
          head: pending ?? word,
          every: null,
          rotate: null,
          maxage: null,
          shred: null,
          nocreate: null,
          script: false,
        }
        pending = null
      } else if (t === '}') {
        if (block) finish(block)
        else out.push(problem('form', 'error', word, 'No block is open that this brace could close.'))
        block = null
      } else if (/^[/"']/.test(t)) {
        if (!block) pending = pending ? { text: `${pending.text} ${line.text}`, from: pending.from } : line
      } else if (DAYS[t] !== undefined) {
        if (block) block.every = t
        else every = t
      } else if (t === 'rotate' || t === 'maxage') {
        const number = Number(tokens(line)[i + 1]?.text)
        if (!Number.isInteger(number)) out.push(problem('form', 'error', line, `${t} needs a number.`))
        else if (t === 'maxage' && block) block.maxage = { days: number, line }
        else if (t === 'rotate') {
          if (block) block.rotate = { count: number, line }
          else keep = { count: number, line }
        }
      } else if (t === 'shred' && block) block.shred = word
      else if (t === 'nocreate' && block) block.nocreate = word
      else if (/^(?:pre|post|first|last|preremove)\w*$/.test(t) && /(?:rotate|action|remove)$/.test(t)) {
        if (block) block.script = true
        depthScript = true
        break
      }
    }
  }
  if (block)
    out.push(
      problem('form', 'error', block.head, 'This block is not closed.', 'logrotate skips the whole file.', 'Add }.'),
    )
  return out
}

function tokens(line: Line): Line[] {
  return [...line.text.matchAll(/"[^"]*"|'[^']*'|[{}]|[^\s{}]+/g)].map((m) => ({
    text: m[0],
    from: line.from + m.index,
  }))
}
