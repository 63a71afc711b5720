/** Ties of a batch's events to things, as they leave a parser: turned round, a list of events for each thing. */
import type { Links } from './batch'
import { copyOf } from './buffers'
import type { Core } from './core'

/** All ties since the last call; null when there are none. */
export function takeLinks({ of }: Core): Links | null {
  const count = of.tiesOf()
  if (count === 0) return null
  const things = of.turnTies()
  const { buffer } = of.memory
  const out = {
    things: new Uint32Array(copyOf(new Uint8Array(buffer, of.thingsAt(), things * 4)).buffer, 0, things),
    stops: new Uint32Array(copyOf(new Uint8Array(buffer, of.stopsAt(), things * 4)).buffer, 0, things),
    members: new Uint16Array(copyOf(new Uint8Array(buffer, of.membersAt(), count * 2)).buffer, 0, count),
  }
  of.dropTies()
  return out
}
