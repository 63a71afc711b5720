import { CircleAlert } from 'lucide-react'
import { runCommand } from '../commands'
import { useSession } from '../session'
import { Button } from '../ui/parts'

/** Says so when the engine is gone; what was collected is in the case folder, not in the engine. */
export function EngineBanner() {
  const { up, reason } = useSession((s) => s.engine)
  if (up || reason === '') return null
  return (
    <div className="banner" role="alert" data-testid="engine-down">
      <CircleAlert size={16} aria-hidden />
      <span className="grow">
        <b>The engine stopped.</b> {reason}. Nothing that was taken in is lost; the case opens again when the engine is
        back.
      </span>
      <Button onClick={() => runCommand('restart-engine')}>Restart the engine</Button>
    </div>
  )
}
