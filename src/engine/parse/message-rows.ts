/** Runs message kinds over log messages and collects their rows, by program name. */
import { ENTITY_KINDS, hintOf } from '../correlate/entity-tables'
import type { Columns, MessageKind, NativeReader } from '../define'
import { copyOf } from './buffers'
import { type CellRows, cellRows, type MessageCells } from './cell-rows'
import type { Core } from './core'
import type { Dictionary } from './dictionary'
import { type Packed, validBytes } from './pack'
import { wordFilter } from './word-filter'

/** No further into one message: what a kind looks for stands at the start. */
const LOOK_AT = 4096
const FILTERS = 32
/** The kinds that the core reads too: their number there (src/wasm/rows.ts), and their bit (src/wasm/messages.ts). */
const NATIVE: Readonly<Record<NativeReader, number>> = {
  ssh: 0,
  pam: 1,
  firewall: 2,
  cron: 3,
  sudo: 4,
  session: 5,
}
const bitOf = (reader: NativeReader): number => 4 << NATIVE[reader]

interface Running {
  readonly id: string
  readonly kind: MessageKind
  readonly rows: CellRows
}
/** What is known of a program's messages. */
export interface Program {
  /** For the core: see `message` in src/wasm/messages.ts. */
  readonly about: number
  readonly hint: number
  /** The kinds that read them, by the number of their set of words. */
  readonly kinds: readonly Running[]
}
export interface MessageRows {
  /** To be cached by the caller, by program. */
  of(program: string): Program
  /** What is known of the messages of a log format, whatever the program; null when no kind reads all of them. */
  ofLog(format: string): Program | null
  /** Asks the kinds whose words a message holds; its event was the last that was put. */
  ask(program: Program, held: number, block: Buffer, from: number, to: number, event: number, json?: boolean): void
  take(): MessageCells[]
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

export function messageRows(kinds: ReadonlyMap<string, MessageKind>, core: Core, things: Dictionary): MessageRows {
  const running: Running[] = []
  for (const [id, kind] of kinds) running.push({ id, kind, rows: cellRows(kind.columns, things) })
  // Programs that the same kinds read share one filter.
  const filters = new Map<string, number>()
  let fault: string | null = null
  const encoder = new TextEncoder()

  const filterFor = (fit: readonly Running[]): number => {
    const key = fit.map((r) => r.id).join()
    let number = filters.get(key)
    if (number === undefined) {
      number = filters.size + 1
      if (number > FILTERS) throw new Error('more combinations of message kinds than the core has filters')
      core.bytes().set(wordFilter(fit.map((r) => r.kind.words)), core.of.filterAt(number))
      filters.set(key, number)
    }
    return number
  }
  const learn = (native: NonNullable<MessageKind['native']>, row: never): void => {
    const [prefix, verdict] = native.learn?.(row) ?? [null, null]
    if (prefix === null) return
    const words = encoder.encode(`${prefix}${verdict ?? ''}`)
    const length = encoder.encode(prefix).length
    const at = core.place(words, 0, words.length)
    core.of.learnVerdict(at, length, at + length, words.length - length)
  }
  const ask = (r: Running, text: string, event: number): void => {
    try {
      const row = r.kind.match(text)
      if (row === null) return
      r.rows.push(row, event)
      if (r.kind.entities)
        for (const [kind, value] of r.kind.entities(row))
          if (value !== '') core.of.tie(things.textId(ENTITY_KINDS.indexOf(kind), value))
      if (r.kind.native) learn(r.kind.native, row as never)
    } catch (error) {
      fault ??= `${r.id}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return {
    of(program) {
      const names = programNames(program)
      const fit = running.filter((r) => r.kind.programs.some((p) => names.includes(p)))
      const hint = hintOf(program)
      if (fit.length === 0) return { about: hint, hint, kinds: fit }
      const native = fit.reduce((bits, { kind }) => (kind.native ? bits | bitOf(kind.native.reader) : bits), 0)
      return { about: hint | native | (filterFor(fit) << 8), hint, kinds: fit }
    },
    ofLog(format) {
      const fit = running.filter((r) => r.kind.logs?.includes(format))
      return fit.length === 0 ? null : { about: filterFor(fit) << 8, hint: 0, kinds: fit }
    },
    ask(program, held, block, from, to, event, json = false) {
      const bytes = block.toString('utf8', from, to - from > LOOK_AT ? from + LOOK_AT : to)
      const text = json && bytes.includes('\\') ? unescaped(bytes) : bytes
      for (let i = 0; i < program.kinds.length; i++) if (held & (1 << i)) ask(program.kinds[i]!, text, event)
    },
    take() {
      const out: MessageCells[] = []
      for (const { id, kind, rows } of running) {
        if (kind.native) {
          const read = nativeRows(core, NATIVE[kind.native.reader], kind.columns)
          if (read) out.push({ id, ...read })
        }
        if (rows.rows > 0) out.push({ id, ...rows.take() })
      }
      core.of.dropRows()
      return out
    },
    fault: () => fault,
  }
}

/** The text of what stands between the quotes of a JSON string; as it is when it was cut within an escape. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string
  } catch {
    return text
  }
}

/** Rows that the core read of one kind since the last call; null when there are none. */
function nativeRows(core: Core, number: number, columns: Columns): Omit<MessageCells, 'id'> | null {
  const { of } = core
  const rows = of.rowsOf(number)
  if (rows === 0) return null
  const bytes = (at: number, length: number) => copyOf(core.bytes().subarray(at, at + length))
  const pack = (type: string, c: number): Packed => {
    const at = of.cellsAt(number, c)
    const valid = of.valid4(at, rows) === 0 ? null : bytes(of.bitsAt.value, validBytes(rows))
    if (type === 'text') return { type: 'id', data: new Int32Array(bytes(at, rows * 4).buffer, 0, rows), valid }
    if (type === 'bool') {
      const cells = new Int32Array(of.memory.buffer, at, rows)
      return { type: 'bool', data: Uint8Array.from(cells, (v) => (v > 0 ? 1 : 0)), valid }
    }
    of.widen(at, rows)
    return { type: 'i64', data: bytes(of.wideAt.value, rows * 8), valid }
  }
  return {
    event: new Uint32Array(bytes(of.rowEventsAt(number), rows * 4).buffer, 0, rows),
    rows: { rows, columns: Object.values(columns).map(({ type }, c) => pack(type, c)) },
  }
}
