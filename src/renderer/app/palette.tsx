/** The command palette: every command by name, with its key. */
import { Command } from 'cmdk'
import { COMMANDS, runCommand } from '../commands'
import { setState, useSession } from '../session'
import { Key } from '../ui/parts'
import './palette.css'

export function Palette() {
  const open = useSession((s) => s.dialog === 'palette')
  const hasCase = useSession((s) => s.info !== null)
  if (!open) return null
  const close = () => setState({ dialog: null })
  const offered = COMMANDS.filter((c) => hasCase || !c.needsCase)
  const groups = [...new Set(offered.map((c) => c.group))]
  return (
    <Command.Dialog
      open
      onOpenChange={(o) => !o && close()}
      label="Command palette"
      overlayClassName="veil"
      contentClassName="palette"
      loop
    >
      <Command.Input placeholder="What to do" data-testid="palette-input" />
      <Command.List>
        <Command.Empty>No command has that name</Command.Empty>
        {groups.map((g) => (
          <Command.Group key={g} heading={g}>
            {offered
              .filter((c) => c.group === g)
              .map((c) => (
                <Command.Item
                  key={c.id}
                  value={`${c.group} ${c.title}`}
                  onSelect={() => {
                    close()
                    // After the dialog has given the focus back.
                    setTimeout(() => runCommand(c.id))
                  }}
                >
                  <span className="grow">{c.title}</span>
                  {c.keys?.map((k) => (
                    <Key key={k} chord={k} />
                  ))}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  )
}
