/**
 * What an edit stops: messages replayed through the old and the new configuration, and those whose destinations differ,
 * grouped by what changes for them. The gravest is a message of auth, authpriv, kern or audit that would no longer leave
 * the host.
 */
import type { LogConfig } from './configure'
import { destinationOf } from './matrix'
import type { Message } from './message'
import { programOf } from './message'
import { FACILITY_TEXT, SEVERITY_TEXT } from './names'
import { route } from './route'

/** Facilities whose loss is told in red. */
const WATCHED: ReadonlySet<number> = new Set([0, 4, 10, 13])

export interface ImpactGroup {
  readonly facility: string
  readonly severity: string
  readonly program: string
  readonly count: number
  readonly lost: readonly string[]
  readonly gained: readonly string[]
  /** It went to another host before and would not any more. */
  readonly stopsLeaving: boolean
  /** As `stopsLeaving`, for a facility that one looks at after a break-in. */
  readonly grave: boolean
  /** It would go nowhere at all. */
  readonly silenced: boolean
  /** The first such message. */
  readonly example: string
}
export interface Impact {
  readonly replayed: number
  readonly changed: number
  readonly groups: readonly ImpactGroup[]
  /** Messages for which one of the two could not be told for certain. */
  readonly uncertain: number
}

interface Open {
  group: Omit<ImpactGroup, 'count'>
  count: number
}
/** More groups than this are of no use to anyone. */
const MOST_GROUPS = 2000

export interface Replay {
  readonly add: (message: Message) => void
  readonly result: () => Impact
}

/** Takes messages one by one, so that a case of any size can be replayed. */
export function replay(before: LogConfig, after: LogConfig): Replay {
  const groups = new Map<string, Open>()
  let replayed = 0
  let changed = 0
  let uncertain = 0
  const where = (config: LogConfig, message: Message) => {
    const { fired } = route(config, message)
    if (fired.some((f) => !f.certain)) return null
    return new Map(fired.map((f) => [destinationOf(f).name, destinationOf(f).away]))
  }
  return {
    add: (message) => {
      replayed++
      const old = where(before, message)
      const now = where(after, message)
      if (!old || !now) {
        uncertain++
        return
      }
      const lost = [...old.keys()].filter((name) => !now.has(name))
      const gained = [...now.keys()].filter((name) => !old.has(name))
      if (lost.length === 0 && gained.length === 0) return
      changed++
      const facility = FACILITY_TEXT[message.facility] ?? 'invld'
      const severity = SEVERITY_TEXT[message.severity] ?? ''
      const program = programOf(message.tag ?? '')
      const key = [facility, severity, program, ...lost, '>', ...gained].join('\u0000')
      const open = groups.get(key)
      if (open) open.count++
      else if (groups.size < MOST_GROUPS) {
        const stopsLeaving = [...old.values()].includes(true) && ![...now.values()].includes(true)
        groups.set(key, {
          count: 1,
          group: {
            facility,
            severity,
            program,
            lost,
            gained,
            stopsLeaving,
            grave: stopsLeaving && WATCHED.has(message.facility),
            silenced: now.size === 0,
            example: (message.msg ?? '').trim().slice(0, 300),
          },
        })
      }
    },
    result: () => ({
      replayed,
      changed,
      uncertain,
      groups: [...groups.values()]
        .map(({ group, count }) => ({ ...group, count }))
        .sort(
          (a, b) =>
            Number(b.grave) - Number(a.grave) || Number(b.stopsLeaving) - Number(a.stopsLeaving) || b.count - a.count,
        ),
    }),
  }
}
