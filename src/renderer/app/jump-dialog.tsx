import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { parseIso } from '../../shared/time'
import { goTo } from '../actions'
import { printIn } from '../clock'
import { setState, useClock, useSession } from '../session'
import { Button } from '../ui/parts'

/** Go to a time: a date, or a date and a time, on the clock that is shown. */
export function JumpDialog() {
  const open = useSession((s) => s.dialog === 'jump')
  const span = useSession((s) => s.info?.span ?? null)
  const clock = useClock()
  const [text, setText] = useState('')
  const [bad, setBad] = useState(false)
  if (!open) return null
  const close = () => setState({ dialog: null })
  return (
    <Dialog.Root open onOpenChange={(o) => !o && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog" data-testid="jump-dialog">
          <Dialog.Title asChild>
            <h2>Go to a time</h2>
          </Dialog.Title>
          <Dialog.Description className="dialog-text">
            On the clock {clock.label}.{' '}
            {span ? `The timeline runs from ${printIn(span.from, clock.zone)} to ${printIn(span.to, clock.zone)}.` : ''}
          </Dialog.Description>
          <form
            onSubmit={(e) => {
              e.preventDefault()
              const at = parseIso(text.trim(), clock.zone)
              if (at === null) return setBad(true)
              close()
              goTo(at)
            }}
          >
            <input
              className="input mono"
              data-testid="jump-input"
              aria-label="Time"
              aria-invalid={bad}
              placeholder={span ? printIn(span.from, clock.zone) : '2025-03-04 09:12:44'}
              value={text}
              onChange={(e) => {
                setText(e.target.value)
                setBad(false)
              }}
            />
            {bad && (
              <p role="alert" style={{ color: 'var(--bad)', marginTop: 6 }}>
                Not a time. Write 2025-03-04, 2025-03-04 09:12 or 2025-03-04T09:12:44+02:00.
              </p>
            )}
            <div className="dialog-end">
              <Button tone="main" type="submit">
                Go
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
