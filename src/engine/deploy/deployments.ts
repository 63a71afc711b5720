/** What was deployed from a case, read from its custody log: it is all there, also after the program ended in the midst. */
import type { DeployedFile, Deployment, DeployReport } from '../../shared/deploy'
import type { CustodyRecord } from '../evidence/types'

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [])
function filesOf(value: unknown): DeployedFile[] {
  return (Array.isArray(value) ? value : []).flatMap((f: Record<string, unknown> | null) =>
    f && typeof f['path'] === 'string'
      ? [{ path: f['path'], before: text(f['before']), after: text(f['after']) ?? '' }]
      : [],
  )
}
const STATES: readonly string[] = ['done', 'rolled back', 'not begun', 'unknown'] satisfies DeployReport['state'][]

/** The latest first. Records that name no deployment (of an older version) are left out. */
export function deploymentsOf(records: readonly CustodyRecord[]): Deployment[] {
  const found = new Map<string, Deployment>()
  for (const { action, at, who, detail } of records) {
    const id = text(detail['id'])
    if (id === null || !action.startsWith('deploy-')) continue
    const known = found.get(id)
    if (action === 'deploy-begun')
      found.set(id, {
        id,
        at,
        who: who.examiner || who.user,
        target: text(detail['target']) ?? '',
        jumps: texts(detail['jumps']),
        files: filesOf(detail['files']),
        receiver: text(detail['receiver']),
        state: 'unknown',
        undone: null,
      })
    else if (known && action === 'deploy-ended') {
      const state = text(detail['state']) ?? ''
      found.set(id, { ...known, state: (STATES.includes(state) ? state : 'unknown') as Deployment['state'] })
    } else if (known && action === 'deploy-undone') found.set(id, { ...known, state: 'undone', undone: at })
  }
  return [...found.values()].reverse()
}
