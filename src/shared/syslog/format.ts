/**
 * Lays a configuration out evenly without changing what it says: destinations of neighbouring rules in one column,
 * blocks indented by two, no blanks at line ends, at most one empty line. Comments stay where they are; a line that is
 * not understood, and what a string spans, is left as it is.
 */
import type { Document, Edit, Statement } from './tree'

const TAB = 8
/** A destination is not put further right than this. */
const FURTHEST = 56

export function formatEdits(document: Document): Edit[] {
  const { text, statements, comments } = document
  const edits: Edit[] = []
  const kept = [...comments, ...spans(statements)]
  alignRules(text, statements, edits)
  indentBlocks(text, statements, 0, edits)
  for (const m of text.matchAll(/[ \t\r]+(?=\n|$)/g)) {
    if (kept.some((k) => m.index > k.from && m.index < k.to && text.slice(k.from, k.to).includes('\n'))) continue
    edits.push({ from: m.index, to: m.index + m[0].length, text: '' })
  }
  for (const m of text.matchAll(/\n(?:[ \t\r]*\n){2,}/g)) {
    if (kept.some((k) => m.index > k.from && m.index < k.to)) continue
    edits.push({ from: m.index, to: m.index + m[0].length, text: '\n\n' })
  }
  return settled(edits)
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = ''
  let at = 0
  for (const e of settled(edits)) {
    out += text.slice(at, e.from) + e.text
    at = e.to
  }
  return out + text.slice(at)
}

/** In order and apart; of two that overlap the larger counts. */
function settled(edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.from - b.from || b.to - a.to)
  const out: Edit[] = []
  for (const e of sorted) {
    const last = out[out.length - 1]
    if (last && e.from < last.to) continue
    out.push(e)
  }
  return out
}

/** Objects and templates, whose strings may hold anything. */
function spans(list: readonly Statement[]): { from: number; to: number }[] {
  return list.flatMap((s) =>
    s.kind === 'template' ||
    s.kind === 'object' ||
    s.kind === 'action' ||
    s.kind === 'filter' ||
    s.kind === 'if' ||
    s.kind === 'ruleset' ||
    s.kind === 'unknown'
      ? [{ from: s.from, to: s.to }]
      : [],
  )
}

/** Rules that follow each other line by line, each on one line with a classic action, share a column. */
function alignRules(text: string, list: readonly Statement[], edits: Edit[]): void {
  let run: { gapFrom: number; gapTo: number; width: number; dash: boolean }[] = []
  let end = -1
  const flush = () => {
    if (run.length > 1) {
      const widest = Math.max(...run.map((r) => r.width))
      if (widest < FURTHEST) {
        const column = Math.ceil((widest + 1) / TAB) * TAB
        for (const r of run) edits.push({ from: r.gapFrom, to: r.gapTo, text: ' '.repeat(column - r.width) })
      }
    }
    run = []
  }
  for (const s of list) {
    const first = s.kind === 'selector' ? s.then[0] : undefined
    const gap = s.kind === 'selector' && first ? text.slice(s.selectorAt.to, first.from) : null
    const line =
      s.kind === 'selector' &&
      first?.kind === 'legacy' &&
      gap !== null &&
      /^[ \t]+$/.test(gap) &&
      !text.slice(s.selectorAt.from, s.selectorAt.to).includes('\n')
    const begins = text.lastIndexOf('\n', s.from - 1) + 1
    if (!line || s.from !== begins) {
      flush()
      end = s.to
      continue
    }
    if (end >= 0 && text.slice(end, s.from).split('\n').length > 2) flush()
    run.push({ gapFrom: s.selectorAt.to, gapTo: first!.from, width: s.selectorAt.to - s.selectorAt.from, dash: false })
    end = s.to
  }
  flush()
}

/** The first word of each statement in a block stands two blanks further right than the block. */
function indentBlocks(text: string, list: readonly Statement[], depth: number, edits: Edit[]): void {
  for (const s of list) {
    const begins = text.lastIndexOf('\n', s.from - 1) + 1
    const lead = text.slice(begins, s.from)
    if (/^[ \t]*$/.test(lead) && depth > 0 && lead.length !== depth * 2)
      edits.push({ from: begins, to: s.from, text: '  '.repeat(depth) })
    if (s.kind === 'if') {
      indentBlocks(text, s.then, depth + 1, edits)
      if (s.otherwise) indentBlocks(text, s.otherwise, depth + (isElseIf(text, s.otherwise) ? 0 : 1), edits)
    } else if (s.kind === 'ruleset' && s.body) indentBlocks(text, s.body, depth + 1, edits)
    else if (s.kind === 'foreach') indentBlocks(text, s.body, depth + 1, edits)
  }
}
const isElseIf = (text: string, list: readonly Statement[]): boolean => {
  const first = list[0]
  return (
    list.length === 1 &&
    first?.kind === 'if' &&
    /else[ \t]*$/.test(text.slice(Math.max(0, first.from - 20), first.from))
  )
}
