/**
 * Memory and swap, as free(1) of procps and busybox tells them.
 *                 total        used        free      shared  buff/cache   available
 *   Mem:        8053804     1262704     5830864       60576      960236     6483996
 *   -/+ buffers/cache:     217812    7835992                             before procps 3.3.10
 *   Swap:       2097152           0     2097152
 * KiB, or the unit that the command asked for (-b -m -g), which the output itself does not tell; with -h each figure has
 * a letter for a power of 1024. English, French, Portuguese, German, Spanish and Italian headers are known.
 */
import { defineProbe, int, optional, type ParseContext, text } from '../define'
import { sizeBytes } from '../probes-lib/sizes'

const NAMES: Readonly<Record<string, Field>> = {
  total: 'total',
  totale: 'total',
  gesamt: 'total',
  insgesamt: 'total',
  used: 'used',
  utilisé: 'used',
  usada: 'used',
  usado: 'used',
  benutzt: 'used',
  belegt: 'used',
  usati: 'used',
  usata: 'used',
  free: 'free',
  libre: 'free',
  livre: 'free',
  frei: 'free',
  liberi: 'free',
  libera: 'free',
  shared: 'shared',
  partagé: 'shared',
  'compart.': 'shared',
  compartilhada: 'shared',
  compartido: 'shared',
  'gemns.': 'shared',
  'gemeins.': 'shared',
  condivisi: 'shared',
  condivisa: 'shared',
  'buff/cache': 'buff_cache',
  'tamp/cache': 'buff_cache',
  'puffer/cache': 'buff_cache',
  'búf/caché': 'buff_cache',
  'buf/cache': 'buff_cache',
  buffers: 'buffers',
  tampons: 'buffers',
  puffer: 'buffers',
  cache: 'cache',
  cached: 'cache',
  available: 'available',
  disponible: 'available',
  disponível: 'available',
  verfügbar: 'available',
  disponibile: 'available',
  disponibili: 'available',
}
type Field = 'total' | 'used' | 'free' | 'shared' | 'buff_cache' | 'buffers' | 'cache' | 'available'

function header(line: string): Field[] | null {
  if (line.length > 300 || !/^\s+\S/.test(line)) return null
  const fields = line
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .map((w) => NAMES[w])
  return fields.length >= 3 && fields[0] === 'total' && fields[1] === 'used' && fields.every((f) => f !== undefined)
    ? (fields as Field[])
    : null
}
const ROW = /^(-\/\+ buffers\/cache|\p{L}[\p{L}.]{1,14}) ?:((?:\s+-?\d[\d.,]*[BKMGTPE]?i?B?)+)\s*$/u

/** Bytes of the unit: from the command or the name of the file that was made from it. */
function unitOf({ command, path }: ParseContext): number {
  const from = command ?? path.slice(path.lastIndexOf('/') + 1).replaceAll('_', ' ')
  const m = /\bfree\b.*?\s-{1,2}(b|k|m|g|t|bytes|kibi|mebi|gibi|tebi|kilo|mega|giga|tera)\b/.exec(from)
  const unit = m?.[1] ?? 'k'
  if (unit.startsWith('b')) return 1
  const base = /^(?:kilo|mega|giga|tera)$/.test(unit) || /--si\b/.test(from) ? 1000 : 1024
  return base ** ('kmgt'.indexOf(unit[0]!) + 1)
}

export default defineProbe({
  title: 'Memory (free)',
  commands: ['free', 'free -h'],
  recognise: {
    names: ['free', 'free.*', 'free_*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '')
      return lines.length > 1 && lines.slice(0, 2).some((l, i) => header(l) && ROW.test(lines[i + 1] ?? '')) ? 0.95 : 0
    },
  },
  columns: {
    type: text('Mem, Swap, Total, Low, High, or buffers/cache: used and free without the caches'),
    total: optional(int('All there is', 'bytes')),
    used: optional(int('Used', 'bytes')),
    free: optional(int('Unused', 'bytes')),
    shared: optional(int('Used by tmpfs, mostly', 'bytes')),
    buffers: optional(int('Buffers of the kernel', 'bytes')),
    cache: optional(int('Page cache and slabs', 'bytes')),
    buff_cache: optional(int('Buffers and cache together', 'bytes')),
    available: optional(int('What new programs could get without swapping', 'bytes')),
    printed: text('Name of the row as printed'),
  },
  parse: (lines, out, context) => {
    const unit = unitOf(context)
    let fields: Field[] | null = null
    let nth = 0
    for (const line of lines) {
      const found = header(line.text)
      if (found) {
        fields = found
        nth = 0
        out.noise(line)
        continue
      }
      const m = fields && line.text.length < 300 ? ROW.exec(line.text) : null
      if (!m) {
        out.unparsed(
          line,
          fields ? 'not a line of free' : 'no header of free in a language that is known before this line',
        )
        continue
      }
      const values = m[2]!
        .trim()
        .split(/\s+/)
        .map((v) => (/^-?\d+$/.test(v) ? Number(v) * unit : sizeBytes(v)))
      const without = m[1] === '-/+ buffers/cache'
      const of = (field: Field): number | null => {
        const at = without ? ['used', 'free'].indexOf(field) : fields!.indexOf(field)
        const v = at < 0 ? null : (values[at] ?? null)
        return v !== null && Number.isSafeInteger(v) ? v : null
      }
      out.row(
        {
          type: without ? 'buffers/cache' : kind(m[1]!, nth),
          total: of('total'),
          used: of('used'),
          free: of('free'),
          shared: of('shared'),
          buffers: of('buffers'),
          cache: of('cache'),
          buff_cache: of('buff_cache'),
          available: of('available'),
          printed: m[1]!,
        },
        line,
      )
      nth++
    }
  },
})

/** Names of rows are translated too: memory comes first, swap after it. */
function kind(printed: string, nth: number): string {
  const name = printed.replace(/\.$/, '')
  if (/^(?:Mem|Swap|Total|Low|High|Comm)$/.test(name)) return name
  return nth === 0 ? 'Mem' : 'Swap'
}
