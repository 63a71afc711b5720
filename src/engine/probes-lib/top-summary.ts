/**
 * The lines above the table of top, as figures.
 *   top - 22:50:37 up  1:31,  6 users,  load average: 0.40, 0.76, 1.29        procps
 *   Tasks:  28 total,   1 running,  26 sleeping,   0 stopped,   1 zombie
 *   %Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st
 *   MiB Swap:      0.0 total,      0.0 free,      0.0 used.  23503.8 avail Mem
 *   Mem:   4049856k total,   721244k used,  3328612k free,   137356k buffers  procps 3.2
 *   CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq      busybox
 *   CPU states:  0.3% user,  0.0% nice                                        procps 2, BSD
 *   Processes: 375 total, 2 running, 373 sleeping, 1617 threads               macOS
 *   50 processes: 49 sleeping, 1 running, 0 zombie, 0 stopped                 procps 2, BSD
 */
import { UPTIME, upSeconds } from './uptime-line'

export interface Figure {
  readonly figure: string
  readonly value: number | null
  readonly unit: string | null
}

/** To KiB; b counts bytes. */
const KIB: Readonly<Record<string, number>> = { b: 1 / 1024, k: 1, m: 1024, g: 1_048_576, t: 1_073_741_824 }
const GROUPS =
  /^(?:(top) - (?=\d)|(Tasks|Threads|Processes|Load Avg|CPU usage|SharedLibs|MemRegions|PhysMem|VM|Networks|Disks|Mem|Swap|CPU|Load average|ARC|Real|CPU states|Cpu\(s\)|%?Cpu ?\d{0,5} {0,5}|%Cpu\(s\)|CPU\d{0,5} states|[KMGTPE]i?B (?:Mem|Swap)|Memory|\d{1,7} (?:processes|threads)) ?[:;])\s*(.*)$/i
/** `Tâches: 105 total,   1 en cours, 104 en veille,   0 arrêté,   0 zombie` */
const TRANSLATED = /^()(\p{L}{3,16}) ?: *(\d{1,7} \p{L}{3,12}, .*)$/u
const PART = /^([-+]?\d+(?:[.,]\d+)?)([KMGTB]?)(%?)(?:\(\d+\))? ?(\p{L}[\p{L}\w ./]{0,40})?$/iu

const number = (text: string): number => Number(text.replace(',', '.'))

/** The figures of a line above the table; null when it is no such line. */
const LOADS = /load averages?:\s+([\d.]+),?\s+([\d.]+),?\s+([\d.]+)/
const loads = (m: RegExpExecArray): Figure[] =>
  ['load_1', 'load_5', 'load_15'].map((figure, i) => ({ figure, value: Number(m[i + 1]), unit: null }))

export function topFigures(text: string): Figure[] | null {
  if (text.length > 600) return null
  const m = GROUPS.exec(text.trim()) ?? TRANSLATED.exec(text.trim())
  // BSD: `load averages:  0.20,  0.19,  0.17    host 12:34:56`, with `last pid: 12345;` before it on FreeBSD.
  const load = /^\s*(?:last pid: *(\d{1,9});\s*)?load averages?: /.exec(text) ? LOADS.exec(text) : null
  if (load) {
    const last = /^\s*last pid: *(\d{1,9});/.exec(text)
    return [...(last ? [{ figure: 'last_pid', value: Number(last[1]), unit: null }] : []), ...loads(load)]
  }
  if (!m) {
    // procps 2 begins with the line of uptime alone.
    return UPTIME.test(text) ? topFigures(`top - ${text.trim()}`) : null
  }
  const body = m[3]!.trim().replace(/\((\d{1,15})\)/g, '')
  if (m[1]) {
    const g = UPTIME.exec(body)?.groups
    if (!g) return null
    const figure = (name: string, value: number | null, unit: string | null = null): Figure => ({
      figure: name,
      value,
      unit,
    })
    return [
      figure('up', upSeconds(g['up']!), 'seconds'),
      ...(g['users'] ? [figure('users', Number(g['users']))] : []),
      figure('load_1', number(g['l1']!)),
      figure('load_5', number(g['l5']!)),
      figure('load_15', number(g['l15']!)),
    ]
  }
  const title = m[2]!
  const counted = /^(\d+) (processes|threads)$/i.exec(title)
  const scale = /^([KMGTPE])i?B (Mem|Swap)$/i.exec(title)
  const group = (counted?.[2] ?? scale?.[2] ?? title)
    .trim()
    .toLowerCase()
    .replace(/[%()]/g, '')
    .replace(/^cpus$/, 'cpu')
    .replace(/ states$/, '')
    .replace(/ /g, '_')
  const out: Figure[] = counted ? [{ figure: `${group}.total`, value: Number(counted[1]), unit: null }] : []
  if (/^load/i.test(title)) {
    const [one, five, fifteen] = body.split(/[\s,]+/).map(Number)
    for (const [name, value] of [
      ['load_1', one],
      ['load_5', five],
      ['load_15', fifteen],
    ] as const)
      if (value !== undefined && Number.isFinite(value)) out.push({ figure: name, value, unit: null })
    return out
  }
  // A comma within a number is another language's point. busybox separates the shares of the processor by blanks alone: `0% usr   0% sys`.
  const parts = body.split(
    /\.\s+(?=\d)|,\s+(?=[-+]?\d)|(?<=[a-z%]),(?=\d)|\s{2,}|(?<=[a-z]) (?=\d+(?:\.\d+)?% )|\s*\(|\)\s*,?\s*/i,
  )
  for (const part of parts) {
    const p = PART.exec(part.trim().replace(/[.;,]$/, ''))
    if (!p) continue
    const [, digits, letter = '', percent, label = ''] = p
    const kib = letter ? KIB[letter.toLowerCase()]! : scale ? KIB[scale[1]!.toLowerCase()]! : null
    const share = percent === '%' || (/cpu/i.test(title) && !letter)
    out.push({
      figure: label ? `${group}.${label.trim().toLowerCase().replace(/[ /]+/g, '_')}` : group,
      value: kib === null ? number(digits!) : Math.round(number(digits!) * kib),
      unit: share ? 'percent' : kib === null ? null : 'KiB',
    })
  }
  return out
}
