/** Messages that a given configuration may care about: made of the words that stand in it. */
import { PROGRAMS } from './generate-tests'
import { randomFrom } from './random'

export function messagesFor(config: string, seed: number, count: number): string[] {
  const r = randomFrom(seed)
  const words = [...config.matchAll(/["']([^"'\n%\\${}]{2,30})["']/g)]
    .map((m) => m[1]!.trim())
    .filter((w) => /^[\w.:= -]+$/.test(w) && !/rsyslogd/.test(w))
  const pool = [
    ...new Set(words),
    'msgnum:00000042:',
    'failed',
    'accepted',
    'link down',
    'DHCP',
    'level=3',
    '@cee: {"a":"b"}',
  ]
  return Array.from({ length: count }, (_, i) => {
    const pri = r.int(24) * 8 + r.int(8)
    const program = r.chance(0.4) ? r.pick(pool).split(/[^\w-]/)[0] || 'prog' : r.pick(PROGRAMS)
    const text = `${Array.from({ length: 1 + r.int(3) }, () => r.pick(pool)).join(' ')} id=${i}`
    return `<${pri}>Mar ${10 + r.int(15)} 1${r.int(10)}:2${r.int(10)}:3${r.int(10)} ${r.pick(['web1', '192.0.2.8', 'db-2'])} ${program}${r.chance(0.5) ? `[${r.int(900)}]` : ''}: ${text}`
  })
}
