/** Ties of a batch's events to things, as they leave a parser: turned round, a list of events for each thing. */
import type { Links } from './batch'
import type { Core } from './core'

/** All ties since the last call; null when there are none. */
export function takeLinks({ of }: Core): Links | null {
  const count = of.tiesOf()
  if (count === 0) return null
  const things = of.turnTies()
  const { buffer } = of.memory
  const out = {
    things: new Uint32Array(buffer, of.thingsAt(), things).slice(),
    stops: new Uint32Array(buffer, of.stopsAt(), things).slice(),
    members: new Uint16Array(buffer, of.membersAt(), count).slice(),
  }
  of.dropTies()
  return out
}
