/**
 * Access lists of files, as getfacl(1) prints them; a block a file.
 *   # file: srv/data
 *   # owner: root
 *   # group: staff
 *   # flags: -s-
 *   user::rwx
 *   user:alice:rw-                  #effective:r--
 *   default:group::r-x
 */
import { bool, defineProbe, type Line, list, optional, text } from '../define'
import { octals } from '../probes-lib/escapes'

const HEAD = /^# (file|owner|group|flags): (.*)$/
const ENTRY = /^(?:default:)?(?:user|group|mask|other):[^:\s]{0,255}:?[r-][w-][xX-](?:\s+#\s?effective:[rwx-]{3})?\s*$/
const NOISE = /^getfacl: /

export default defineProbe({
  title: 'Access lists of files (getfacl)',
  commands: ['getfacl -R'],
  recognise: {
    names: ['getfacl*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l)).slice(0, 12)
      return lines.some((l) => l.startsWith('# file: ')) &&
        lines.some((l) => l.startsWith('# owner: ')) &&
        lines.some((l) => ENTRY.test(l))
        ? 0.97
        : 0
    },
  },
  columns: {
    path: text('File, as printed: without the slash before it unless -p was given'),
    owner: optional(text('Owner')),
    group_name: optional(text('Group')),
    flags: optional(text('s setuid, s setgid, t sticky')),
    entries: list('Entries as printed'),
    extended: bool('Whether others than owner and group have rights of their own'),
  },
  parse: (lines, out) => {
    let open: {
      path: string
      owner: string | null
      group_name: string | null
      flags: string | null
      entries: string[]
    } | null = null
    let first: Line | null = null
    let last: Line | null = null
    const put = () => {
      if (open && first && last)
        out.row({ ...open, extended: open.entries.some((e) => /^(?:user|group):[^:]/.test(e)) }, first, last)
      open = null
    }
    for (const line of lines) {
      const head = line.text.length < 8000 ? HEAD.exec(line.text) : null
      if (head?.[1] === 'file') {
        put()
        open = { path: octals(head[2]!), owner: null, group_name: null, flags: null, entries: [] }
        first = line
        last = line
      } else if (open && head) {
        if (head[1] === 'owner') open.owner = head[2]!
        else if (head[1] === 'group') open.group_name = head[2]!
        else open.flags = head[2]!
        last = line
      } else if (open && line.text.length < 1000 && ENTRY.test(line.text)) {
        open.entries.push(line.text.trim())
        last = line
      } else if (NOISE.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a line of getfacl')
    }
    put()
  },
})
