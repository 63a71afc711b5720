/** Entities of a text, for callers that have strings. */
import type { Entity } from '../define'
import { openDictionary } from '../parse/dictionary'
import { thingLinks } from '../parse/thing-links'
import { newBlock, scanEntities } from './entity-scan'
import { ENTITY_KINDS, hintOf } from './entity-tables'

const things = openDictionary()
const links = thingLinks(things, 64)
const encoder = new TextEncoder()

/** Addresses, ports, users, paths and interfaces in a message, each once, in the order of the text. */
export function entitiesOf(text: string, program: string | null): Entity[] {
  const bytes = encoder.encode(text)
  links.begin(0)
  newBlock()
  scanEntities(bytes, 0, bytes.length, hintOf(program), links)
  const found = links.take()
  const out = found ? [...found.entity].map((id): Entity => [ENTITY_KINDS[things.kind(id)]!, things.text(id)]) : []
  if (things.size > 10_000) things.reset()
  return out
}
