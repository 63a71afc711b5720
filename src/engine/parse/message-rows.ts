/** Runs message kinds over log messages and collects their rows, by program name. */
import { ENTITY_KINDS } from '../correlate/entity-tables'
import type { MessageKind } from '../define'
import { WORD_KIND } from './batch'
import type { Dictionary } from './dictionary'
import { type PackedRows, type RowPacker, rowPacker, wordIds } from './pack'

/** No further into one message: what a kind looks for stands at the start. */
const LOOK_AT = 4096

interface Running {
  readonly id: string
  readonly kind: MessageKind
  readonly packer: RowPacker
  events: number[]
}
export interface MessageRows {
  /** The kinds that read a program's messages; null when none does. Cached by the caller, by program. */
  of(program: string): readonly Running[] | null
  /** Looks at one message. `tie` is called with each entity (kind and number of the dictionary). */
  look(
    running: readonly Running[],
    block: Buffer,
    from: number,
    to: number,
    event: number,
    tie: (id: number) => void,
  ): void
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

export function messageRows(kinds: ReadonlyMap<string, MessageKind>, things: Dictionary): MessageRows {
  const running: Running[] = []
  for (const [id, kind] of kinds)
    running.push({ id, kind, packer: rowPacker(kind.columns, wordIds(things, WORD_KIND)), events: [] })
  let fault: string | null = null
  return {
    of(program) {
      const names = programNames(program)
      const fit = running.filter((r) => r.kind.programs.some((p) => names.includes(p)))
      return fit.length > 0 ? fit : null
    },
    look(fit, block, from, to, event, tie) {
      const text = block.toString('utf8', from, to - from > LOOK_AT ? from + LOOK_AT : to)
      for (const r of fit) {
        const { words } = r.kind
        let any = words.length === 0
        for (let w = 0; w < words.length && !any; w++) any = text.includes(words[w]!)
        if (!any) continue
        try {
          const row = r.kind.match(text)
          if (row === null) continue
          r.packer.push(row)
          r.events.push(event)
          if (r.kind.entities)
            for (const [kind, value] of r.kind.entities(row)) tie(things.textId(ENTITY_KINDS.indexOf(kind), value))
        } catch (error) {
          fault ??= `${r.id}: ${error instanceof Error ? error.message : String(error)}`
        }
      }
    },
    take() {
      const out: { id: string; event: Uint32Array; rows: PackedRows }[] = []
      for (const r of running) {
        if (r.packer.rows === 0) continue
        out.push({ id: r.id, event: Uint32Array.from(r.events), rows: r.packer.take() })
        r.events = []
      }
      return out
    },
    fault: () => fault,
  }
}
