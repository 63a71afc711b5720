/** Runs message kinds over log messages and collects their rows, by program name. */
import { ENTITY_KINDS } from '../correlate/entity-tables'
import type { MessageKind } from '../define'
import { type CellRows, cellRows, type Ties } from './cell-rows'
import type { Dictionary } from './dictionary'
import type { PackedRows } from './pack'
import { type WordFilter, wordFilter } from './word-filter'

/** No further into one message: what a kind looks for stands at the start. */
const LOOK_AT = 4096

interface Running {
  readonly id: string
  readonly kind: MessageKind
  readonly rows: CellRows
}
/** The kinds that read a program's messages. */
export interface Readers {
  readonly all: readonly Running[]
  readonly fast: readonly Running[]
  /** Tells whose words a message holds: most hold none, and cost only this. */
  readonly filter: WordFilter
}
export interface MessageRows {
  /** null when no kind reads the program's messages. To be cached by the caller, by program. */
  of(program: string): Readers | null
  /** Looks at one message. true: all that it names has been tied; else it is to be scanned for entities. */
  look(readers: Readers, block: Buffer, from: number, to: number, event: number): boolean
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

const readers = (all: readonly Running[]): Readers => ({
  all,
  fast: all.filter((r) => r.kind.fast),
  filter: wordFilter(all.map((r) => r.kind.words)),
})

export function messageRows(
  kinds: ReadonlyMap<string, MessageKind>,
  things: Dictionary,
  ties: Ties & { tie(id: number): void },
): MessageRows {
  const running: Running[] = []
  for (const [id, kind] of kinds) running.push({ id, kind, rows: cellRows(kind.columns, things, ties) })
  // Programs that the same kinds read share one filter.
  const known = new Map<string, Readers>()
  let fault: string | null = null
  const failed = (id: string, error: unknown): void => {
    fault ??= `${id}: ${error instanceof Error ? error.message : String(error)}`
  }
  const slow = (r: Running, text: string, event: number): void => {
    try {
      const row = r.kind.match(text)
      if (row === null) return
      r.rows.push(row, event)
      if (r.kind.entities)
        for (const [kind, value] of r.kind.entities(row))
          if (value !== '') ties.tie(things.textId(ENTITY_KINDS.indexOf(kind), value))
    } catch (error) {
      failed(r.id, error)
    }
  }
  return {
    of(program) {
      const names = programNames(program)
      const fit = running.filter((r) => r.kind.programs.some((p) => names.includes(p)))
      if (fit.length === 0) return null
      const key = fit.map((r) => r.id).join()
      let made = known.get(key)
      if (!made) {
        made = readers(fit)
        known.set(key, made)
      }
      return made
    },
    look(of, block, from, to, event) {
      for (let i = 0; i < of.fast.length; i++) {
        const { rows, kind } = of.fast[i]!
        if (kind.fast!(block, from, to, rows.cells)) {
          rows.keep(event)
          return true
        }
      }
      const end = to - from > LOOK_AT ? from + LOOK_AT : to
      const held = of.filter(block, from, end)
      if (held === 0) return false
      const text = block.toString('utf8', from, end)
      for (let i = 0; i < of.all.length; i++) if (held & (1 << i)) slow(of.all[i]!, text, event)
      return false
    },
    take() {
      const out: { id: string; event: Uint32Array; rows: PackedRows }[] = []
      for (const { id, rows } of running) if (rows.rows > 0) out.push({ id, ...rows.take() })
      return out
    },
    fault: () => fault,
  }
}
