/** Runs message kinds over log messages and collects their rows, by program name. */
import { ENTITY_KINDS } from '../correlate/entity-tables'
import type { MessageKind } from '../define'
import { type CellRows, cellRows } from './cell-rows'
import type { Dictionary } from './dictionary'
import type { PackedRows } from './pack'

/** No further into one message: what a kind looks for stands at the start. */
const LOOK_AT = 4096

interface Running {
  readonly id: string
  readonly kind: MessageKind
  readonly rows: CellRows
  /** Any of its words; null when it wants all messages. */
  readonly words: RegExp | null
}
/** The kinds that read a program's messages. */
export interface Readers {
  readonly all: readonly Running[]
  readonly fast: readonly Running[]
  /** Any of the words of any kind: most messages hold none, and cost only this. null: one kind wants them all. */
  readonly words: RegExp | null
}
export interface MessageRows {
  /** null when no kind reads the program's messages. To be cached by the caller, by program. */
  of(program: string): Readers | null
  /** Looks at one message. `tie` is called with each entity's number in the dictionary. */
  look(readers: Readers, block: Buffer, from: number, to: number, event: number, tie: (id: number) => void): void
  take(): { id: string; event: Uint32Array; rows: PackedRows }[]
  /** The first exception of a kind: a bug in it does not stop the log, but is told. */
  fault(): string | null
}

/** Names under which a program's kinds are looked up: `postfix/smtpd` is also `postfix`, `sshd-session` also `sshd`. */
export function programNames(program: string): string[] {
  const out = [program]
  const head = /^([^-/]+)[-/]/.exec(program)?.[1]
  if (head) out.push(head)
  const base = program.startsWith('/') ? program.slice(program.lastIndexOf('/') + 1) : ''
  if (base) out.push(base)
  return out
}

const literal = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const anyOf = (words: readonly string[]): RegExp | null =>
  words.length === 0 ? null : new RegExp([...new Set(words)].map(literal).join('|'))

const readers = (all: readonly Running[]): Readers => ({
  all,
  fast: all.filter((r) => r.kind.fast),
  words: all.some((r) => r.words === null) ? null : anyOf(all.flatMap((r) => r.kind.words)),
})

export function messageRows(kinds: ReadonlyMap<string, MessageKind>, things: Dictionary): MessageRows {
  const running: Running[] = []
  for (const [id, kind] of kinds)
    running.push({ id, kind, rows: cellRows(kind.columns, things), words: anyOf(kind.words) })
  let fault: string | null = null
  const failed = (id: string, error: unknown): void => {
    fault ??= `${id}: ${error instanceof Error ? error.message : String(error)}`
  }
  const slow = (r: Running, text: string, event: number, tie: (id: number) => void): void => {
    try {
      const row = r.kind.match(text)
      if (row === null) return
      r.rows.push(row, event)
      if (r.kind.entities)
        for (const [kind, value] of r.kind.entities(row))
          if (value !== '') tie(things.textId(ENTITY_KINDS.indexOf(kind), value))
    } catch (error) {
      failed(r.id, error)
    }
  }
  return {
    of(program) {
      const names = programNames(program)
      const fit = running.filter((r) => r.kind.programs.some((p) => names.includes(p)))
      return fit.length > 0 ? readers(fit) : null
    },
    look(of, block, from, to, event, tie) {
      for (let i = 0; i < of.fast.length; i++) {
        const { rows, kind } = of.fast[i]!
        if (kind.fast!(block, from, to, rows.cells)) {
          rows.keep(event)
          return
        }
      }
      const text = block.toString('utf8', from, to - from > LOOK_AT ? from + LOOK_AT : to)
      if (of.words !== null && !of.words.test(text)) return
      for (let i = 0; i < of.all.length; i++) {
        const r = of.all[i]!
        if (r.words === null || r.words.test(text)) slow(r, text, event, tie)
      }
    },
    take() {
      const out: { id: string; event: Uint32Array; rows: PackedRows }[] = []
      for (const { id, rows } of running) if (rows.rows > 0) out.push({ id, ...rows.take() })
      return out
    },
    fault: () => fault,
  }
}
