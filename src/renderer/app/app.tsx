import { useEffect, useState } from 'react'
import { api } from '../api'
import { openPaths, type Start, say } from '../cases'
import { useSession } from '../session'
import { HintLayer } from '../ui/hint'
import { inertString } from '../ui/inert'
import { ValueMenu } from '../ui/value-menu'
import { useKeys } from '../use-keys'
import { DropZone } from './drop-zone'
import { EngineBanner } from './engine-banner'
import { ImportDialog } from './import-dialog'
import { JumpDialog } from './jump-dialog'
import { KeysDialog } from './keys-dialog'
import { Palette } from './palette'
import { QuestionDialog } from './question-dialog'
import { StartScreen } from './start-screen'
import { StatusLine } from './status-line'
import { Toasts } from './toasts'
import { Workbench } from './workbench'
import './app.css'

export function App() {
  const open = useSession((s) => s.info !== null)
  const name = useSession((s) => s.info?.name ?? null)
  const [start, setStart] = useState<Start | null>(null)
  useKeys()
  useEffect(() => {
    document.title = name === null ? 'Vestigo' : `${inertString(name)} – Vestigo`
  }, [name])
  useEffect(() => {
    api.shell.start({}).then((found) => {
      setStart(found)
      if (found.open) void openPaths([found.open])
    }, say)
  }, [])
  return (
    <DropZone>
      <ValueMenu>
        <div className="app">
          <EngineBanner />
          {open ? <Workbench /> : <StartScreen start={start} />}
          <StatusLine />
        </div>
      </ValueMenu>
      {start && <ImportDialog start={start} />}
      <JumpDialog />
      <KeysDialog />
      <Palette />
      <QuestionDialog />
      <Toasts />
      <HintLayer />
    </DropZone>
  )
}
