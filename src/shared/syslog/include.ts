/** Includes: which of the files at hand a path or pattern names, in the order in which glob(7) gives them. */

/** A pattern of glob(7) as a test of one path; `*` and `?` do not cross a slash. Linear in the path. */
export function globTest(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/')
  return (path) => {
    const words = path.split('/')
    return words.length === parts.length && words.every((w, i) => segment(parts[i]!, w))
  }
}

/** One step of a path against one of the pattern: the usual two pointers, going back to the last star only. */
function segment(pattern: string, text: string): boolean {
  if (text.startsWith('.') && !pattern.startsWith('.')) return false
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    const c = pattern[p]
    if (c === '*') {
      star = p++
      mark = t
      continue
    }
    const width = c === undefined ? 0 : matches(pattern, p, text[t]!)
    if (width > 0) {
      p += width
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** How many characters of the pattern match this one; 0 when none do. */
function matches(pattern: string, at: number, char: string): number {
  const c = pattern[at]!
  if (c === '?') return 1
  if (c === '\\' && at + 1 < pattern.length) return pattern[at + 1] === char ? 2 : 0
  if (c === '[') {
    const end = pattern.indexOf(']', at + 2)
    if (end > 0) {
      let body = pattern.slice(at + 1, end)
      const negated = body[0] === '!' || body[0] === '^'
      if (negated) body = body.slice(1)
      let hit = false
      for (let i = 0; i < body.length; i++) {
        if (body[i + 1] === '-' && i + 2 < body.length) {
          hit ||= char >= body[i]! && char <= body[i + 2]!
          i += 2
        } else hit ||= body[i] === char
      }
      return hit !== negated ? end - at + 1 : 0
    }
  }
  return c === char ? 1 : 0
}

export const hasWildcard = (pattern: string): boolean => /[*?[]/.test(pattern)

/** A relative path counts from the daemon's working folder, which is the root. */
export function includeMatches(pattern: string, paths: Iterable<string>): string[] {
  const absolute = pattern.startsWith('/') ? pattern : `/${pattern.replace(/^(?:\.\/)+/, '')}`
  const all = [...paths]
  if (all.includes(absolute)) return [absolute]
  // A folder means everything in it.
  const folder = absolute.endsWith('/') ? absolute : `${absolute}/`
  const test = hasWildcard(absolute) ? globTest(absolute) : globTest(`${folder}*`)
  return all.filter(test).sort()
}
