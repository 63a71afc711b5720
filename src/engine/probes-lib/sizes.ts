/** Sizes with a letter, as df -h, free -h, lsblk and docker print them: `1.9G`, `17Gi`, `512K`, `0B`, `1,5M`, `10kB`. */

const SIZE = /^(-?\d{1,18}(?:[.,]\d{1,9})?) ?([kKMGTPEZ]?)(i?)(B?)$/
const POWERS = 'KMGTPEZ'

/**
 * Bytes, rounded; null when it is no size. `base` is what a letter without an `i` stands for: 1024 as coreutils, procps
 * and util-linux mean it, 1000 where the tool counts by SI.
 */
export function sizeBytes(text: string, base: 1000 | 1024 = 1024): number | null {
  const m = SIZE.exec(text)
  if (!m) return null
  const power = m[2] ? POWERS.indexOf(m[2].toUpperCase()) + 1 : 0
  const bytes = Math.round(Number(m[1]!.replace(',', '.')) * (m[3] ? 1024 : base) ** power)
  return Number.isSafeInteger(bytes) ? bytes : null
}
