import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { compareRows, type Field, rowsOf, same } from '../rows'

const ports = (r: AnyRow, of: string) => r[of] as readonly string[]
const single = (all: readonly string[]) => all.filter((p) => /^\d+$/.test(p))
const ranges = (all: readonly string[]) =>
  all.flatMap((p) => {
    if (p === 'any') return [{ start: '0', end: '65535' }]
    const m = /^(\d+):(\d+)$/.exec(p)
    return m ? [{ start: m[1], end: m[2] }] : []
  })
/** Theirs gives each list again, sorted, without what is double or lies in a range, and ranges that overlap as one. */
function normal(all: readonly string[]): { list: string[]; ranges: { start: string; end: string }[] } {
  const merged: [number, number][] = []
  const found = ranges(all).map((r): [number, number] => [Number(r.start), Number(r.end)])
  for (const [start, end] of found.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  const inside = (n: number) => merged.some(([a, b]) => n >= a && n <= b)
  const list = [...new Set(single(all).map(Number))].filter((n) => !inside(n)).sort((a, b) => a - b)
  return { list: list.map(String), ranges: merged.map(([a, b]) => ({ start: String(a), end: String(b) })) }
}
const fields = (of: 'tcp' | 'udp'): Record<string, Field> => ({
  [`${of}_list`]: (r) => single(ports(r, of)),
  [`${of}_ranges`]: (r) => ranges(ports(r, of)),
  [`normalized_${of}_list`]: (r) => normal(ports(r, of)).list,
  [`normalized_${of}_ranges`]: (r) => normal(ports(r, of)).ranges,
})

export default defineComparator({
  title: 'jc on the application profiles of ufw',
  expects: /^host-misc\/jc__.*__ufw-appinfo/,
  compare: (input) =>
    compareRows(rowsOf(input.json()), input.rows(), {
      fields: { ...same('profile', 'title', 'description'), ...fields('tcp'), ...fields('udp') },
    }),
})
