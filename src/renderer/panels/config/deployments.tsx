/** What was deployed from this case, also long ago: each can be taken back while what it put there is still there. */
import { useEffect, useState } from 'react'
import type { Deployment } from '../../../shared/deploy'
import { api } from '../../api'
import { useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { Button } from '../../ui/parts'

const STATE: Readonly<Record<Deployment['state'], string>> = {
  done: 'in place',
  undone: 'undone',
  'rolled back': 'rolled back',
  'not begun': 'nothing changed',
  unknown: 'outcome unknown',
}

export function Deployments({
  round,
  onUndo,
}: {
  /** Asked again when it changes. */
  readonly round: number
  readonly onUndo: (deployment: Deployment) => void
}) {
  const path = useSession((s) => s.info?.path)
  const [list, setList] = useState<readonly Deployment[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after each deployment, and for another case
  useEffect(() => {
    let here = true
    api.engine.deployments({}).then(
      (found) => here && setList(found),
      () => here && setList([]),
    )
    return () => {
      here = false
    }
  }, [round, path])
  if (list.length === 0) return null
  return (
    <>
      <h2 className="caption">Deployments of this case</h2>
      <ul className="config-locks" data-testid="deployments">
        {list.map((d) => (
          <li key={d.id} className="config-lock" data-testid={`deployment-${d.id}`}>
            <span>
              <Inert text={d.target} /> <span className="dim">{STATE[d.state]}</span>
              <br />
              <span className="dim">
                <Inert text={`${d.at.slice(0, 19).replace('T', ' ')} UTC by ${d.who}`} />
              </span>{' '}
              <span className="mono">
                <Inert text={d.files.map((f) => f.path).join(', ')} />
              </span>
            </span>
            {(d.state === 'done' || d.state === 'unknown') && (
              <Button
                onClick={() => onUndo(d)}
                hint={`Puts the files back that ${d.target} had before, if what was deployed is still there`}
                data-testid="deployment-undo"
              >
                Undo
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
