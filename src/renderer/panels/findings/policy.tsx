import { AlertDialog } from 'radix-ui'
import { useState } from 'react'
import { api } from '../../api'
import { say, working } from '../../cases'
import { plural } from '../../format'
import { setState, toast } from '../../session'
import { inertString } from '../../ui/inert'
import { Button } from '../../ui/parts'
import { useCall } from '../../use-call'

/** The expected services and processes, and a way to make this capture the expected state. */
export function PolicyBox() {
  const { data } = useCall('policy', {})
  const [asking, setAsking] = useState(false)
  if (!data) return null
  const adopt = async () => {
    setAsking(false)
    try {
      await working('Adopting the policy', (signal) => api.engine.adoptPolicy({}, { signal }))
      setState((s) => ({ version: s.version + 1 }))
      toast('This capture is now the expected state')
    } catch (error) {
      say(error)
    }
  }
  return (
    <details className="rules" data-testid="policy">
      <summary>
        Policy: {plural(data.listeners.length, 'listener')}, {plural(data.processes.length, 'program')} expected
      </summary>
      <p className="dim">{inertString(data.origin)}</p>
      <p className="policy-list mono text">{data.listeners.map(inertString).join('  ')}</p>
      <p className="policy-list mono text">{data.processes.map(inertString).join('  ')}</p>
      <Button onClick={() => setAsking(true)} data-testid="adopt-policy">
        This is how it should look…
      </Button>
      <AlertDialog.Root open={asking} onOpenChange={setAsking}>
        <AlertDialog.Portal>
          <AlertDialog.Overlay className="veil" />
          <AlertDialog.Content className="dialog">
            <AlertDialog.Title asChild>
              <h2>Take this capture as the expected state?</h2>
            </AlertDialog.Title>
            <AlertDialog.Description className="dialog-text">
              Everything that listens or runs in it will be expected from then on, and its findings about unexpected
              services and processes go away. Do this with a host known to be clean. The policy is a readable file in
              the case folder.
            </AlertDialog.Description>
            <div className="dialog-end">
              <AlertDialog.Cancel asChild>
                <Button tone="quiet">Cancel</Button>
              </AlertDialog.Cancel>
              <AlertDialog.Action asChild>
                <Button tone="main" data-testid="adopt-ok" onClick={() => void adopt()}>
                  Adopt
                </Button>
              </AlertDialog.Action>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </details>
  )
}
