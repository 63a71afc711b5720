import { defineComparator } from '../define'

export default defineComparator({
  title: 'jc on timedatectl timesync-status',
  expects: /^host-misc\/jc__.*timesync-status/,
  compare: (input) => {
    const ours = new Map(
      input.rows().map((r) => [String(r['key']).toLowerCase().replaceAll(' ', '_'), String(r['value'])]),
    )
    const pairs = Object.entries(input.json<Record<string, unknown>>()).map(([field, theirs]) => {
      const unit = /^(offset|delay|jitter|frequency)(_unit)?$/.exec(field)
      // `-5.224ms` are a number and a unit of theirs.
      const value = ours.get(unit?.[1] ?? field)
      const m = unit ? /^\+?(-?[\d.]+)([a-z]+)$/.exec(value ?? '') : null
      return { where: 'key', field, theirs, ours: m ? (unit![2] ? m[2] : m[1]) : value }
    })
    return { pairs }
  },
})
