/**
 * Many files in one output. The host prints, for each file, a line feed, a mark that it could not know before, what
 * follows, and the file's path; then the file's bytes, unchanged, up to the next mark.
 *   MARK F 1234,1741079564,644,0,0 /etc/passwd      a file: size, time of change, rights, owner, group
 *   MARK F - /proc/1/status                         a file of which only the bytes are wanted
 *   MARK L - /etc/localtime                         a symbolic link; its bytes are where it leads
 *   MARK D - /etc/shadow                            there, and may not be read
 *   MARK E - end                                    the end
 */

export type FrameKind = 'F' | 'L' | 'D' | 'E'
export interface FrameStat {
  readonly size: number
  /** Seconds since 1970. */
  readonly mtime: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
}
export interface FrameHandler {
  begin(kind: FrameKind, path: string, stat: FrameStat | null): void
  data(bytes: Buffer): void
}

const BODY =
  'if [ -r "$f" ]; then printf "\\n%s F %s %s\\n" $m STAT "$f"; cat "$f" 2>/dev/null; else printf "\\n%s D - %s\\n" $m "$f"; fi'
const WITH_STAT = '"`stat -c %s,%Y,%a,%u,%g "$f" 2>/dev/null`"'

/** Only our own catalogue's patterns come in here: plain words with `*`, `?` and `[...]`. */
const PATTERN = /^[\w/.*?[\]@+-]+$/

/** The script that prints the files which the patterns name. `plain`: no `stat`, which would cost a process a file. */
export function filesScript(mark: string, patterns: readonly string[], plain: boolean): string {
  for (const p of patterns) if (!PATTERN.test(p)) throw new Error(`${p} is no pattern of the catalogue`)
  const body = BODY.replace('STAT', plain ? '-' : WITH_STAT)
  return `m=${mark}; for f in ${patterns.join(' ')}; do if [ -f "$f" ]; then ${body}; fi; done; printf "\\n%s E - end\\n" $m`
}

export function linksScript(mark: string, patterns: readonly string[]): string {
  for (const p of patterns) if (!PATTERN.test(p)) throw new Error(`${p} is no pattern of the catalogue`)
  return `m=${mark}; for f in ${patterns.join(' ')}; do if [ -L "$f" ]; then printf "\\n%s L - %s\\n" $m "$f"; readlink "$f"; fi; done; printf "\\n%s E - end\\n" $m`
}

function statOf(word: string): FrameStat | null {
  const m = /^(\d{1,18}),(-?\d{1,15}),([0-7]{1,5}),(\d{1,10}),(\d{1,10})$/.exec(word)
  if (!m) return null
  return {
    size: Number(m[1]),
    mtime: Number(m[2]),
    mode: Number.parseInt(m[3]!, 8),
    uid: Number(m[4]),
    gid: Number(m[5]),
  }
}

/** Takes the output piece by piece. `end()` says whether the end was reached. */
export function frameReader(mark: string, handler: FrameHandler) {
  const opening = Buffer.from(`\n${mark} `)
  let held: Buffer = Buffer.alloc(0)
  let inside = false
  let ended = false
  const HEAD = 8192
  return {
    push: (chunk: Buffer): void => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      for (;;) {
        const at = held.indexOf(opening)
        if (at < 0) {
          // All but what may be the beginning of a mark.
          const sure = Math.max(0, held.length - opening.length + 1)
          if (inside && sure > 0) handler.data(held.subarray(0, sure))
          held = held.subarray(sure)
          return
        }
        const end = held.indexOf(10, at + opening.length)
        if (end < 0) {
          if (held.length - at > HEAD) {
            // No file has such a name: these are bytes of the file before.
            if (inside) handler.data(held.subarray(0, at + opening.length))
            held = held.subarray(at + opening.length)
            continue
          }
          if (inside && at > 0) handler.data(held.subarray(0, at))
          held = held.subarray(at)
          return
        }
        if (inside && at > 0) handler.data(held.subarray(0, at))
        const head = held.subarray(at + opening.length, end).toString('utf8')
        held = held.subarray(end + 1)
        const m = /^([FLDE]) (\S+) (.+)$/s.exec(head)
        if (!m) {
          inside = false
          continue
        }
        ended = m[1] === 'E'
        inside = m[1] === 'F' || m[1] === 'L'
        handler.begin(m[1] as FrameKind, m[3]!, statOf(m[2]!))
      }
    },
    end: (): boolean => {
      if (inside && held.length > 0) handler.data(held)
      held = Buffer.alloc(0)
      return ended
    },
  }
}
