/**
 * Open files, as lsof prints them for other programs (-F): one field a line, its letter first (lsof(8), OUTPUT FOR
 * OTHER PROGRAMS). `p` opens a process, `f` a file of it; with -F0 fields end in NUL and a line is a whole set.
 *   p203
 *   csshd
 *   f3
 *   au
 *   tIPv4
 *   n*:ssh
 *   TST=LISTEN
 */
import { defineProbe, type Line } from '../define'
import { LSOF_COLUMNS, lsofRow, lsofSights } from '../probes-lib/lsof-row'

/** Letters of fields that belong to the process, and to the file. */
const PROCESS = /^[pgRcuLKMxzZ]/
const FIELD = /^(?:[pgKR]\d+|[cLMnNPdDFGStTirxzZ].*|u\d+|f\S+|a[ruw ]?|l[NrRwWuUxX ]?|[CkosD]\S*|m)$/

export default defineProbe({
  title: 'Open files (lsof -F)',
  commands: ['lsof -nPl -F'],
  recognise: {
    names: ['lsof_-F*'],
    shape: (head) => {
      const fields = head.lines.slice(0, 200).flatMap((l) => l.split('\0').filter((f) => f !== ''))
      if (!/^p\d+$/.test(fields[0] ?? '') || !fields.some((f) => /^f(?:cwd|txt|rtd|mem|\d+)$/.test(f))) return 0
      return fields.every((f) => FIELD.test(f)) ? 0.85 : 0
    },
  },
  columns: LSOF_COLUMNS,
  parse: (lines, out) => {
    let process = new Map<string, string>()
    let file: { fields: Map<string, string>; tcp: Map<string, string>; lines: Line[] } | null = null
    let program: number | null = null
    const put = () => {
      const f = file
      file = null
      if (!f) return
      const pid = Number(process.get('p') ?? Number.NaN)
      if (!Number.isSafeInteger(pid)) {
        for (const line of f.lines) out.unparsed(line, 'a file without the process that holds it')
        return
      }
      const get = (letter: string) => f.fields.get(letter) ?? null
      const fd = get('f') ?? ''
      const executable = fd === 'txt' && pid !== program && !process.has('K')
      if (executable) program = pid
      const device = get('D')
      const row = lsofRow(
        {
          command: process.get('c') ?? '',
          pid,
          tid: process.get('K') ?? null,
          task: process.get('M') ?? null,
          ppid: process.get('R') ?? null,
          pgid: process.get('g') ?? null,
          user: process.get('L') ?? null,
          uid: process.get('u') ?? null,
          fd: `${fd}${get('a')?.trim() ?? ''}${get('l')?.trim() ?? ''}`,
          type: get('t'),
          device: get('d') ?? device,
          sizeOff: get('s') ?? get('o'),
          links: get('k'),
          node: get('P') ?? get('i'),
          name: get('n'),
          tcp: f.tcp,
        },
        executable,
      )
      out.row(row, f.lines[0]!, f.lines.at(-1)!)
    }
    for (const line of lines) {
      for (const field of line.text.split('\0')) {
        const letter = field[0]
        if (letter === undefined) continue
        const value = field.slice(1)
        if (letter === 'p') {
          put()
          process = new Map([['p', value]])
        } else if (letter === 'f') {
          put()
          file = { fields: new Map([['f', value]]), tcp: new Map(), lines: [line] }
        } else if (letter === 'm' && value === '') put()
        else if (file) {
          const at = value.indexOf('=')
          if (letter === 'T' && at > 0) file.tcp.set(value.slice(0, at), value.slice(at + 1))
          else if (!file.fields.has(letter)) file.fields.set(letter, value)
        } else if (PROCESS.test(field)) process.set(letter, value)
        else if (FIELD.test(field)) process.set(letter, value)
        else {
          out.unparsed(line, 'not a field of lsof -F')
          break
        }
      }
      if (file) {
        if (file.lines.at(-1) !== line) file.lines.push(line)
      } else {
        if (FIELD.test(line.text.split('\0')[0] ?? '')) out.noise(line)
      }
    }
    put()
  },
  sights: lsofSights,
})
