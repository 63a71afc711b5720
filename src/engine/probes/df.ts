/**
 * Room on file systems, as df(1) tells it.
 *   Filesystem     Type   1K-blocks     Used Available Use% Mounted on
 *   /dev/vda       ext4   264212084 36254192  70136720  35% /out
 * Sizes are in the unit of the header, or with a letter (-h); BSD adds inodes. A long name takes a line of its own in
 * old versions.
 */
import { defineProbe, int, type Line, optional, real, text } from '../define'

/** The kind of file system has a column of its own with -T. */
const TYPED = /^(.{1,500}?)\s+([a-z][\w.+-]*)$/
/** In English, French, Portuguese, German, Spanish and Italian (coreutils' message catalogues); the values are the same. */
const HEADER =
  /^(?:Filesystem|Sys\. de fichiers|Sist\. Arq\.|Dateisystem|S\.ficheros|S\.archivos|Sistema de archivos|File system)\s.*(?:Mounted on|Monté sur|Montado em|Eingehängt auf|Montado en|Montato su)\s*$/
const LINE =
  /^(?<fs>\S.{0,500}?)\s+(?<size>\d[\d.,]*[A-Za-z]{0,2}|-)\s+(?<used>-?\d[\d.,]*[A-Za-z]{0,2}|-)\s+(?<free>-?\d[\d.,]*[A-Za-z]{0,2}|-)\s+(?<share>-?\d+%|-)(?:\s+\d[\d.]*[A-Za-z]?\s+\d[\d.]*[A-Za-z]?\s+(?:\d+%|-))?\s+(?<on>\/.*)$/

/** Bytes of a block in the header: `1K-blocks`, `512-blocks`, `2MB-blocks`, `1024-blocks`; null for letters (-h). */
function blockOf(header: string): number | null {
  const m =
    /\s(\d+)([KMG]?B?)-(?:blocks|Blöcke)(?![a-z])/.exec(header) ??
    /\s(?:blocs|blocos|bloques|blocchi) d[ea] (\d*)([KMG]?B?)(?=\s)/.exec(header)
  if (!m) return null
  const base = m[2]!.endsWith('B') ? 1000 : 1024
  return Number(m[1] || 1) * base ** ' KMG'.indexOf(m[2]![0] ?? ' ')
}
function bytes(value: string, block: number | null): number | null {
  const m = /^(-?\d+(?:[.,]\d+)?)([BKMGTPE]?)i?B?$/i.exec(value)
  if (!m) return null
  const n = Number(m[1]!.replace(',', '.'))
  const unit = m[2] || block === null ? 1024 ** 'BKMGTPE'.indexOf((m[2] || 'B').toUpperCase()) : block
  return Math.round(n * unit)
}

export default defineProbe({
  title: 'Room on file systems (df)',
  commands: ['df -k', 'df -h'],
  recognise: {
    names: ['df', 'df.*', 'df_*'],
    shape: (head) =>
      head.lines.slice(0, 20).some((l) => HEADER.test(l) && !/\b[Ii](?:nodes|free)\b.*IUse/.test(l)) ? 0.9 : 0,
  },
  columns: {
    filesystem: text('Device or source'),
    type: optional(text('Kind of file system')),
    size: optional(int('Size', 'bytes')),
    used: optional(int('Used', 'bytes')),
    available: optional(int('Free for users', 'bytes')),
    share: optional(real('Share that is used', 'percent')),
    point: text('Where it is mounted'),
  },
  parse: (lines, out) => {
    let known = false
    let typed = false
    let block: number | null = null
    let head: Line | null = null
    for (const line of lines) {
      if (HEADER.test(line.text)) {
        known = true
        typed = /\sType\s/.test(line.text)
        block = blockOf(line.text)
        out.noise(line)
        continue
      }
      const whole = head && /^\s+\S/.test(line.text) ? `${head.text.trim()} ${line.text.trim()}` : line.text
      const g = known && whole.length < 3000 ? LINE.exec(whole)?.groups : undefined
      if (g) {
        const kind = typed ? TYPED.exec(g['fs']!) : null
        out.row(
          {
            filesystem: kind?.[1] ?? g['fs']!,
            type: kind?.[2] ?? null,
            size: bytes(g['size']!, block),
            used: bytes(g['used']!, block),
            available: bytes(g['free']!, block),
            share: g['share'] === '-' ? null : Number(g['share']!.slice(0, -1)),
            point: g['on']!,
          },
          whole === line.text ? line : head!,
          line,
        )
        head = null
        continue
      }
      if (head) out.unparsed(head, 'not a line of df')
      head = null
      if (/^\S*df: /.test(line.text)) out.noise(line)
      else if (known && /^\S+\s*$/.test(line.text)) head = line
      else
        out.unparsed(line, known ? 'not a line of df' : 'no header of df in a language that is known before this line')
    }
    if (head) out.unparsed(head, 'not a line of df')
  },
})
