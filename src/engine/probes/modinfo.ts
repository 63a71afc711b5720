/**
 * Modules of the kernel in detail, as modinfo(8) tells them; one block a module.
 *   filename:       /lib/modules/6.1.0-18-amd64/kernel/fs/xfs/xfs.ko
 *   license:        GPL
 *   depends:        libcrc32c
 *   parm:           debug:Debug output (int)
 *   modinfo: ERROR: Module zzz not found.
 */
import { defineProbe, type Line, list, optional, text } from '../define'

const PAIR = /^([a-z][\w.]{1,30}|name|parmtype):(?: {1,16}|\t|$)(.*)$/
const FIRST = /^filename:\s+(\S.*)$/
const COMPLAINT = /^(?:\S*\/)?modinfo: ERROR: /

export default defineProbe({
  title: 'Modules of the kernel in detail (modinfo)',
  commands: ['modinfo'],
  recognise: {
    names: ['modinfo*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !COMPLAINT.test(l))
      return FIRST.test(lines[0] ?? '') &&
        lines.slice(1, 30).some((l) => /^(?:vermagic|license|srcversion|depends):\s/.test(l))
        ? 0.95
        : 0
    },
  },
  columns: {
    filename: text('File of the module, or (builtin)'),
    name: optional(text('Name of the module')),
    version: optional(text('Version')),
    description: optional(text('What it is')),
    license: optional(text('Licence that it claims; another than GPL taints the kernel')),
    author: list('Authors'),
    depends: list('Modules that it needs'),
    vermagic: optional(text('Kernel that it was built for')),
    srcversion: optional(text('Hash of its sources')),
    intree: optional(text('Y when it came with the kernel; null for one from elsewhere')),
    signer: optional(text('Who signed it')),
    alias: list('Devices and names that load it'),
    parameters: list('Parameters'),
    other: list('Further values as name: value'),
  },
  parse: (lines, out) => {
    let pairs: [string, string][] = []
    let first: Line | null = null
    let last: Line | null = null
    const put = () => {
      if (!first || !last || pairs.length === 0) return
      const all = (name: string) => pairs.filter(([n]) => n === name).map(([, v]) => v)
      const one = (name: string) => all(name)[0] || null
      const OWN =
        /^(?:filename|name|version|description|license|author|depends|vermagic|srcversion|intree|signer|alias|parm)$/
      out.row(
        {
          filename: one('filename') ?? '',
          name: one('name') ?? /([^/]+?)\.ko(?:\.\w+)?$/.exec(one('filename') ?? '')?.[1]?.replaceAll('-', '_') ?? null,
          version: one('version'),
          description: one('description'),
          license: one('license'),
          author: all('author'),
          depends: all('depends')
            .flatMap((d) => d.split(','))
            .filter((d) => d !== ''),
          vermagic: one('vermagic'),
          srcversion: one('srcversion'),
          intree: one('intree'),
          signer: one('signer'),
          alias: all('alias'),
          parameters: all('parm'),
          other: pairs.filter(([n]) => !OWN.test(n)).map(([n, v]) => `${n}: ${v}`),
        },
        first,
        last,
      )
      pairs = []
      first = null
    }
    for (const line of lines) {
      const m = line.text.length < 8000 ? PAIR.exec(line.text) : null
      if (COMPLAINT.test(line.text)) out.noise(line)
      else if (m && (first || m[1] === 'filename')) {
        if (m[1] === 'filename') {
          put()
          first = line
        }
        pairs.push([m[1]!, m[2]!.trim()])
        last = line
      } else if (first && /^\s+\S/.test(line.text)) {
        const end = pairs.at(-1)!
        pairs[pairs.length - 1] = [end[0], `${end[1]} ${line.text.trim()}`.trim()]
        last = line
      } else if (first && pairs.length > 0 && line.text.length < 8000 && pairs.at(-1)![0] === 'description') {
        const end = pairs.at(-1)!
        pairs[pairs.length - 1] = [end[0], `${end[1]} ${line.text.trim()}`]
        last = line
      } else out.unparsed(line, 'not a value of modinfo')
    }
    put()
  },
})
