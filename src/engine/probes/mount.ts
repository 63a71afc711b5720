/**
 * Mounted file systems, as mount(8), /proc/mounts, and the mount of the BSDs, macOS, AIX, Solaris and HP-UX list them.
 *   /dev/sda1 on /media/My Disk type ext4 (rw,relatime) [label]
 *   tmpfs /run tmpfs rw,nosuid 0 0                               /proc/mounts; \040 stands for a blank
 *   /dev/disk1s1 on / (apfs, local, journaled)
 *     node       mounted        mounted over    vfs       date        options          AIX
 *   remote   /local           /remote          nfs3   Sep 06 11:49 hard,intr,vers=3
 *   / on /dev/dsk/c0t0d0s0 read/write/setuid/devices on Mon Jan  6 10:00:00 2025       Solaris: the place stands first
 */
import type { Instant } from '../../shared/time'
import { defineProbe, list, optional, type ParseContext, text, time } from '../define'
import { octals } from '../probes-lib/escapes'
import { hidepidFacts } from '../probes-lib/hidepid'
import { asctime } from '../probes-lib/host-when'
import { listedTime } from '../probes-lib/listed-time'

const BSD = /^(.{1,1000}?) on (\/.{0,1000}?) \(([a-z][\w.]*(?:, [^()]*)?)\)$/
const PROC = /^(\S+) (\/\S*|none) (\S+) (\S+) (\d+) (\d+)$/
const AIX_HEADER =
  /^\s*node\s+mounted\s+mounted over\s+vfs\s+date\s+options\s*$|^-{4,} -{4,}\s+-{4,}\s+-{3,} -{4,} -{4,}\s*$/
const AIX =
  /^(\S{1,200})?\s{1,40}(\S{1,500})\s{1,40}(\/\S{0,500})\s{1,40}(\S{2,20})\s{1,8}([A-Z][a-z]{2} \d\d \d\d:\d\d)(?: (\S{0,2000}))?\s*$/
const SOLARIS =
  /^(\/\S{0,500}) on (\S{1,500}) (\S{1,2000}(?: \S{1,2000})?) on ([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})\s*$/

interface Row {
  readonly device: string
  readonly point: string
  readonly type: string | null
  readonly options: readonly string[]
  readonly label: string | null
  readonly node: string | null
  readonly since: Instant | null
}

/**
 * `device on point type kind (options) [label]`, where device and point may hold blanks: the first ` on ` that a path or one
 * word follows, the first ` type ` after it that one word and a bracket follow.
 */
function linux(line: string): Row | null {
  const close = line.charCodeAt(line.length - 1)
  if (close !== 41 && close !== 93) return null
  let on = line.indexOf(' on ')
  for (; on >= 0; on = line.indexOf(' on ', on + 1)) {
    const path = line.charCodeAt(on + 4) === 47
    for (let type = line.indexOf(' type ', on + 4); type >= 0; type = line.indexOf(' type ', type + 1)) {
      const end = line.indexOf(' ', type + 6)
      if (end <= type + 6 || end - type > 66 || line.charCodeAt(end + 1) !== 40) continue
      const point = line.slice(on + 4, type)
      if (!path && (point === '' || point.includes(' '))) break
      let to = line.length - 1
      let label: string | null = null
      if (close === 93) {
        to = line.indexOf(') [', end + 2)
        if (to < 0) return null
        label = line.slice(to + 3, -1)
      }
      return {
        device: line.slice(0, on),
        point,
        type: line.slice(type + 6, end),
        options: line.slice(end + 2, to).split(','),
        label,
        node: null,
        since: null,
      }
    }
  }
  return null
}

function read(line: string, context: ParseContext | null): Row | null {
  if (line.length > 8000) return null
  const l = linux(line)
  if (l) return l
  const none = { label: null, node: null, since: null }
  const p = PROC.exec(line)
  if (p) return { ...none, device: octals(p[1]!), point: octals(p[2]!), type: p[3]!, options: p[4]!.split(',') }
  const b = BSD.exec(line)
  if (b) {
    const [type = '', ...options] = b[3]!.split(', ')
    return { ...none, device: b[1]!, point: b[2]!, type, options }
  }
  const a = AIX.exec(line)
  if (a)
    return {
      device: a[2]!,
      point: a[3]!,
      type: a[4]!,
      options: (a[6] ?? '').split(',').filter((o) => o !== ''),
      label: null,
      node: a[1] ?? null,
      since: context ? listedTime(a[5]!, context) : null,
    }
  const s = SOLARIS.exec(line)
  if (!s) return null
  const since = context ? asctime(s[4]!, context.zone) : null
  const options = s[3]!.split(s[3]!.includes(',') ? ',' : '/')
  return { ...none, device: s[2]!, point: s[1]!, type: null, options, since }
}

export default defineProbe({
  title: 'Mounted file systems',
  commands: ['mount', 'mount -l', '/proc/mounts'],
  recognise: {
    names: ['mount', 'mount.txt', 'mount_-l*', 'proc/mounts', 'mounts', 'mounts.txt'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !AIX_HEADER.test(l)).slice(0, 60)
      const fits = lines.filter((l) => read(l.trimEnd(), null)).length
      return fits > 0 && fits >= lines.length * 0.6 ? 0.85 : 0
    },
  },
  columns: {
    device: text('Device or source'),
    point: text('Where it is mounted'),
    type: optional(text('Kind of file system; null where not printed')),
    options: list('Options'),
    label: optional(text('Label')),
    node: optional(text('Host that it comes from (AIX)')),
    since: optional(time('When it was mounted, where printed (AIX, Solaris)')),
  },
  parse: (lines, out, context) => {
    for (const line of lines) {
      const row = read(line.text.trimEnd(), context)
      if (row) out.row(row, line)
      else if (AIX_HEADER.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of mount')
    }
  },
  facts: (rows) => hidepidFacts(rows),
})
