import { Dialog } from 'radix-ui'
import { COMMANDS } from '../commands'
import { setState, useSession } from '../session'
import { Key } from '../ui/parts'

const LISTS: readonly (readonly [string, readonly string[]])[] = [
  ['Next, previous row', ['Down', 'Up']],
  ['First, last row', ['Home', 'End']],
  ['Select', ['Enter']],
  ['Copy the row', ['Ctrl+C']],
  ['Raw bytes of the row', ['R']],
  ['Open, close a branch', ['Right', 'Left']],
]

export function KeysDialog() {
  const open = useSession((s) => s.dialog === 'keys')
  if (!open) return null
  const groups = [...new Set(COMMANDS.filter((c) => c.keys).map((c) => c.group))]
  return (
    <Dialog.Root open onOpenChange={(o) => !o && setState({ dialog: null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog keys-dialog" data-testid="keys-dialog" aria-describedby={undefined}>
          <Dialog.Title asChild>
            <h2>Keys</h2>
          </Dialog.Title>
          <div className="keys-columns">
            {groups.map((g) => (
              <section key={g}>
                <h3>{g}</h3>
                {COMMANDS.filter((c) => c.group === g && c.keys).map((c) => (
                  <div key={c.id} className="keys-line">
                    <span>{c.title}</span>
                    <span className="keys-or">
                      {c.keys?.map((k) => (
                        <Key key={k} chord={k} />
                      ))}
                    </span>
                  </div>
                ))}
              </section>
            ))}
            <section>
              <h3>In a list</h3>
              {LISTS.map(([title, keys]) => (
                <div key={title} className="keys-line">
                  <span>{title}</span>
                  <span className="keys-or">
                    {keys.map((k) => (
                      <Key key={k} chord={k} />
                    ))}
                  </span>
                </div>
              ))}
            </section>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
