/** What the year does between two stamps that lack it. */
const CUMULATIVE = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]

/** Day of a leap year, 1-366: compares stamps without a year. month 1-12. */
export const dayOfYear = (month: number, day: number): number => (CUMULATIVE[month - 1] ?? 0) + day

/**
 * From the days of the year (1-366) of two neighbouring lines: 1 when the year advances (a jump back of more than half
 * a year), -1 when a clock set in the first week of January goes back into the last of December, else 0.
 */
export function yearStep(previous: number, next: number): -1 | 0 | 1 {
  if (previous - next > 183) return 1
  if (next - previous > 351 && previous <= 7) return -1
  return 0
}
