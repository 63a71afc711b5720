/**
 * The successors of lastlog and wtmp, which are databases of SQLite: /var/lib/lastlog/lastlog2.db (lastlog2(8)) and
 * /var/lib/wtmpdb/wtmp.db or /var/log/wtmp.db (wtmpdb(8)). They are kept and named, not read: what lastlog2(8) and
 * `wtmpdb last` print of them is.
 */
import { defineProbe, type Line, optional, text } from '../define'

const MAGIC = 'SQLite format 3\0'
const SCHEMA = /CREATE TABLE (?:IF NOT EXISTS )?["'`]?(lastlog2|wtmp)\b/i
const magic = (text: string): boolean => text.startsWith(MAGIC)

export default defineProbe({
  title: 'Login database (lastlog2, wtmpdb): kept, not read',
  commands: ['/var/lib/lastlog/lastlog2.db', '/var/lib/wtmpdb/wtmp.db'],
  recognise: {
    names: ['lastlog2.db', 'wtmp.db', 'wtmpdb/*.db'],
    shape: (head) => (magic(head.text) && SCHEMA.test(head.text) ? 0.95 : 0),
    byName: true,
  },
  columns: { table: optional(text('Never filled in: the records of this file are not read')) },
  parseBytes: (bytes, out) => {
    if (bytes.length === 0) return
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536))
    const line: Line = { text: '', no: 1, from: 0, to: bytes.length }
    const which = SCHEMA.exec(head)?.[1]?.toLowerCase()
    if (!magic(head)) out.unparsed(line, 'not a database of SQLite, which lastlog2 and wtmpdb keep')
    else
      out.unparsed(
        line,
        which === 'wtmp'
          ? 'a database of SQLite with the logins of wtmpdb: not read; `wtmpdb last` prints them'
          : which === 'lastlog2'
            ? 'a database of SQLite with the last logins of lastlog2: not read; `lastlog2` prints them'
            : 'a database of SQLite: not read',
      )
  },
})
