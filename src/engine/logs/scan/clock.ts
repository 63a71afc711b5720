/** Civil time to instants at millions a second: the day and the zone's offset of the last stamp are kept. */
import type { Zone } from '../../../shared/time'

const QUARTER = 900_000_000
const LENGTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export interface Clock {
  /** Wall time as if it were UTC, in microseconds; NaN when it is no date (Feb 30, 25:00). month 1-12; second 60 counts as 59. */
  wall(year: number, month: number, day: number, hour: number, minute: number, second: number, micros: number): number
  /** Instant of a wall time in the zone. */
  local(wall: number): number
}

export function clock(zone: Zone): Clock {
  let dayKey = -1
  let dayStart = 0
  let slot = Number.NaN
  let offset = 0
  return {
    wall(year, month, day, hour, minute, second, micros) {
      if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return Number.NaN
      const key = (year * 16 + month) * 32 + day
      if (key !== dayKey) {
        // Microseconds are exact in a number until the year 2255.
        if (year < 1901 || year > 2254 || month < 1 || month > 12 || day < 1 || day > LENGTH[month - 1]!)
          return Number.NaN
        const ms = Date.UTC(year, month - 1, day)
        if (month === 2 && day === 29 && new Date(ms).getUTCMonth() !== 1) return Number.NaN
        dayKey = key
        dayStart = ms * 1000
      }
      return dayStart + ((hour * 60 + minute) * 60 + (second === 60 ? 59 : second)) * 1_000_000 + micros
    },
    local(wall) {
      const at = Math.floor(wall / QUARTER)
      if (at !== slot) {
        // Zones change on quarter hours, so one offset holds for all of a quarter.
        offset = wall - zone.toInstant(wall)
        slot = at
      }
      return wall - offset
    },
  }
}
