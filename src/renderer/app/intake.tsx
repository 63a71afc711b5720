import type { Progress } from '../../shared/model'
import { phaseWord } from '../engine-events'
import { bytes, count } from '../format'
import { useSession } from '../session'
import { inertString } from '../ui/inert'
import { Button } from '../ui/parts'

export const amount = (p: Progress): string => {
  const print = p.unit === 'bytes' ? bytes : count
  return p.total === null ? print(p.done) : `${print(p.done)} of ${print(p.total)}`
}

/** While the first evidence of a case comes in there is nothing for the panels to show but this. */
export function Intake() {
  const empty = useSession((s) => s.info !== null && s.info.counts.artifacts === 0)
  const work = useSession((s) => s.work.at(-1))
  // A collection shows its hosts in its own panel.
  const own = useSession((s) => s.collect.stop !== null || s.watching.stop !== null)
  if (!empty || !work || own) return null
  const p = work.progress
  return (
    <div className="intake" data-testid="intake">
      <h2>{work.title}</h2>
      <progress value={p?.total ? p.done : undefined} max={p?.total ?? undefined} aria-label={work.title} />
      <p className="num">{p ? `${phaseWord(p.phase)}, ${amount(p)}` : 'beginning'}</p>
      <p className="mono dim clip">{p ? inertString(p.label) : '\u2003'}</p>
      <p className="dim">Each file is copied unchanged, hashed and written down before anything reads it.</p>
      <Button onClick={work.cancel}>Cancel</Button>
    </div>
  )
}
