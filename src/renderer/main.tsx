import './fonts.css'
import './theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectPorts, engineWent, takeDeployProgress } from './api'
import { App } from './app/app'
import { runCommand } from './commands'
import {
  greet,
  reopen,
  takeChange,
  takeCollectProgress,
  takeCollectQuestion,
  takeLiveSample,
  takeProgress,
} from './engine-events'
import { getState, setState } from './session'
import { followTheme } from './theme'

async function start(): Promise<void> {
  setState({ engine: { up: false, reason: '' } })
  await connectPorts(
    {
      progress: takeProgress,
      changed: takeChange,
      collectProgress: takeCollectProgress,
      collectQuestion: takeCollectQuestion,
      liveSample: takeLiveSample,
      deployProgress: takeDeployProgress,
      engineState: ({ state, reason }) => {
        if (state === 'up') return
        engineWent()
        setState({ engine: { up: false, reason } })
      },
      command: ({ id }) => runCommand(id),
    },
    () => {
      if (getState().info) void reopen()
      else void greet()
    },
  )
}

followTheme()
const root = createRoot(document.getElementById('root') as HTMLElement)
void start().then(() =>
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
)
