/** Entities of a text, for callers that have strings. */
import type { Entity } from '../define'
import { type Core, openCore } from '../parse/core'
import type { Dictionary } from '../parse/dictionary'
import { takeLinks } from '../parse/thing-links'
import { coreThings } from '../parse/things'
import { ENTITY_KINDS, hintOf } from './entity-tables'

const encoder = new TextEncoder()
let own: { readonly core: Core; readonly things: Dictionary } | null = null

/** Addresses, ports, users, paths and interfaces in a message, each once, in the order of the text. */
export function entitiesOf(text: string, program: string | null): Entity[] {
  if (!own) {
    const core = openCore()
    own = { core, things: coreThings(core) }
  }
  const { core, things } = own
  // A space on both sides: what stood in the memory before is not part of the text.
  const bytes = encoder.encode(`  ${text}  `)
  const at = core.place(bytes, 0, bytes.length)
  core.of.beginTies(0)
  core.of.scan(at + 2, at + bytes.length - 2, hintOf(program))
  const found = takeLinks(core)
  const out = found ? [...found.things].map((id): Entity => [ENTITY_KINDS[things.kind(id)]!, things.text(id)]) : []
  if (things.size > 10_000) things.reset()
  return out
}
