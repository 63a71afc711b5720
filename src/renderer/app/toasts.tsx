import { X } from 'lucide-react'
import { dropToast, useSession } from '../session'
import { Inert } from '../ui/inert-text'
import { Button, IconButton } from '../ui/parts'

export function Toasts() {
  const toasts = useSession((s) => s.toasts)
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((t) => (
        <div key={t.id} className={`toast ${t.bad ? 'bad' : ''}`} data-testid="toast">
          <span className="grow text">
            <Inert text={t.text} />
          </span>
          {t.action && (
            <Button
              tone="quiet"
              onClick={() => {
                t.action?.run()
                dropToast(t.id)
              }}
            >
              {t.action.label}
            </Button>
          )}
          <IconButton icon={X} label="Dismiss" onClick={() => dropToast(t.id)} />
        </div>
      ))}
    </div>
  )
}
