/** Ties of events to entities as numbers, each tie once per event. */
import type { EntitySink } from '../correlate/entity-scan'
import { ENTITY_KINDS } from '../correlate/entity-tables'
import type { Links } from './batch'
import type { Dictionary } from './dictionary'

const ADDRESS = ENTITY_KINDS.indexOf('address')
const PORT = ENTITY_KINDS.indexOf('port')
const USER = ENTITY_KINDS.indexOf('user')
const PATH = ENTITY_KINDS.indexOf('path')
const INTERFACE = ENTITY_KINDS.indexOf('interface')

/** One event ties to no more than this: a line made of addresses does not flood the index. */
export const MOST_TIES = 256

export interface ThingLinks extends EntitySink {
  /** Ties from here on belong to this event (its number in the batch). */
  begin(event: number): void
  /** Ties the event to an entry of the dictionary. */
  tie(id: number): void
  /** All ties since the last call; null when there are none. */
  take(): Links | null
}

export function thingLinks(things: Dictionary, capacity = 4096): ThingLinks {
  let events = new Uint32Array(capacity)
  let ids = new Uint32Array(capacity)
  let count = 0
  let first = 0
  let event = 0
  const tie = (id: number): void => {
    for (let i = first; i < count; i++) if (ids[i] === id) return
    if (count - first >= MOST_TIES) return
    if (count === ids.length) {
      const e = new Uint32Array(count * 2)
      e.set(events)
      events = e
      const d = new Uint32Array(count * 2)
      d.set(ids)
      ids = d
    }
    events[count] = event
    ids[count++] = id
  }
  return {
    begin(number) {
      event = number
      first = count
    },
    tie,
    address: (b, from, to) => tie(things.id(ADDRESS, b, from, to)),
    ipv4: (value, b, from, to) => tie(things.ipv4Id(ADDRESS, value, b, from, to)),
    port: (port) => tie(things.portId(PORT, port)),
    user: (b, from, to) => tie(things.id(USER, b, from, to)),
    path: (b, from, to) => tie(things.id(PATH, b, from, to)),
    interface: (b, from, to) => tie(things.id(INTERFACE, b, from, to)),
    take() {
      if (count === 0) return null
      const out = { event: events.slice(0, count), entity: ids.slice(0, count) }
      count = first = 0
      return out
    },
  }
}
