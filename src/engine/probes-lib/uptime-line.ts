/**
 * The line of uptime(1), which w and top print too.
 *    19:23:40 up 25 min,  1 user,  load average: 0.83, 0.73, 0.76
 *   10:15  up 20 days, 19:45, 8 users, load averages: 1.63 0.65 0.44
 *    22:50:30 up  1:31,  6 users,  load average: 0.43, 0.77, 1.30
 *   11:20am  up 3 days,  2:41,  6 users,  load average: 0.07, 0.11, 0.09          procps 2
 *   10:03am  up 5 day(s), 12 min(s),  2 users,  load average: 0.10, 0.12, 0.15     Solaris
 *    09:12:44 up 1 day, 3 min, 0 users, load average: 0.00, 0.01, 0.05
 */
export const UPTIME =
  /^\s*(?<clock>\d{1,2}:\d\d(?::\d\d)?\s?(?:[AaPp][Mm])?)\s+up\s+(?<up>[\d:]+(?:\s*(?:days?|hrs?|hours?|mins?|minutes?|secs?|weeks?|(?:day|hr|min)\(s\)))?(?:,\s*[\d:]+(?:\s*(?:days?|hrs?|hours?|mins?|minutes?|secs?|weeks?|(?:day|hr|min)\(s\)))?)*?)(?:,\s+(?<users>\d+)\s+users?)?,\s+load averages?:\s+(?<l1>[\d.,]+?),?\s+(?<l5>[\d.,]+?),?\s+(?<l15>[\d.]+(?:,\d+)?)\s*$/

const SECONDS: Readonly<Record<string, number>> = {
  week: 604_800,
  day: 86_400,
  hr: 3600,
  hour: 3600,
  min: 60,
  minute: 60,
  sec: 1,
}

/** `20 days, 19:45`, `25 min`, `1 day, 3 min`, `1:31` in seconds; exact to the minute. */
export function upSeconds(text: string): number | null {
  let total = 0
  for (const part of text.split(/,\s*/)) {
    const clock = /^(\d+):(\d\d)$/.exec(part.trim())
    const unit = /^(\d+)\s*([a-z]+?)(?:s|\(s\))?$/.exec(part.trim())
    if (clock) total += Number(clock[1]) * 3600 + Number(clock[2]) * 60
    else if (unit && unit[2]! in SECONDS) total += Number(unit[1]) * SECONDS[unit[2]!]!
    else return null
  }
  return total
}
