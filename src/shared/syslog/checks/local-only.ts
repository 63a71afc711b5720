import type { Fired } from '../route'
import { defineCheck } from './define'

/** No rule forwards auth, authpriv or kern to another host. */
const WATCHED: readonly (readonly [number, string])[] = [
  [4, 'auth'],
  [10, 'authpriv'],
  [0, 'kern'],
]

const away = ({ bound }: Fired) => bound.action.kind === 'remote' || bound.action.kind === 'database'

export default defineCheck({
  severity: 'warning',
  why: 'A log that only lives on the host can be changed by whoever took the host over: logins and kernel messages are the first to be cleaned.',
  mend: 'Forward them to a log host, and keep the local copy.',
  *run({ config, files, fired }) {
    const gone: string[] = []
    for (const [facility, name] of WATCHED) {
      if (!fired(facility, away).some(away)) gone.push(name)
    }
    const main = files.find((f) => f.path === config.main)
    if (gone.length === 0 || !main) return
    const end = main.document.text.indexOf('\n')
    yield {
      path: config.main,
      from: 0,
      to: end < 0 ? main.document.text.length : Math.max(1, end),
      message: `${gone.join(', ')} ${gone.length === 1 ? 'stays' : 'stay'} on this host: no rule sends their errors anywhere else.`,
    }
  },
})
