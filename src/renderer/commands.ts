/** Everything that can be done, with its name and key: the palette, the keyboard and the menu read this. */

import { NO_FILTER } from '../shared/model'
import { api } from './api'
import { closeCase, openSample, pickCase, pickFiles, pickFolder, say, working } from './cases'
import { closePanel, openPanel, resetLayout } from './dock'
import { plural } from './format'
import { PANELS, panelKey } from './panels'
import { getState, select, setClock, setFilter, setState, showCase, toast, toggleInspector, travel } from './session'
import { setTheme, switchTheme } from './theme'

export interface Command {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly keys?: readonly string[]
  readonly run: () => unknown
  /** Needs an open case. */
  readonly needsCase?: boolean
  /** Carried out by the panel that has the focus; listed so that its key can be found. */
  readonly local?: boolean
}

const clocks = ['utc', 'host', 'local'] as const
const nextClock = () => {
  const { clock } = getState()
  setClock(clocks[(clocks.indexOf(clock) + 1) % clocks.length] ?? 'utc')
}
async function verify(): Promise<void> {
  const report = await working('Verifying the evidence', (signal) => api.engine.verify({}, { signal }))
  if (report.ok) toast(`${plural(report.objects, 'object')} verified: every byte is as it was taken in`)
  else
    toast(
      `${plural(report.problems.length, 'problem')}: ${report.problems
        .slice(0, 3)
        .map((p) => `${p.what} ${p.path}: ${p.detail}`)
        .join('; ')}`,
      true,
    )
}
async function reload(): Promise<void> {
  const info = await api.engine.caseInfo({})
  showCase(info)
}
export const focusQuery = (): void => document.querySelector<HTMLInputElement>('[data-testid="query"]')?.focus()

const here = (id: string, title: string, keys: readonly string[]): Command => ({
  id,
  title,
  group: 'In the timeline',
  keys,
  run: () => openPanel('timeline'),
  needsCase: true,
  local: true,
})

export const COMMANDS: readonly Command[] = [
  ...PANELS.map((p) => {
    const key = panelKey(p)
    return {
      id: `panel-${p.id}`,
      title: `Show ${p.title}`,
      group: 'Panels',
      ...(key ? { keys: [key] } : {}),
      run: () => openPanel(p.id),
      needsCase: true,
    }
  }),
  {
    id: 'palette',
    title: 'Command palette',
    group: 'Window',
    keys: ['Ctrl+K', 'Ctrl+Shift+P'],
    run: () => setState({ dialog: 'palette' }),
  },
  {
    id: 'query',
    title: 'Filter: go to the query line',
    group: 'Query',
    keys: ['Ctrl+F', '/'],
    run: focusQuery,
    needsCase: true,
  },
  {
    id: 'clear-filter',
    title: 'Filter: clear',
    group: 'Query',
    keys: ['Ctrl+Shift+X'],
    run: () => setFilter({ ...NO_FILTER }),
    needsCase: true,
  },
  {
    id: 'jump',
    title: 'Go to a time',
    group: 'Query',
    keys: ['Ctrl+G'],
    run: () => setState({ dialog: 'jump' }),
    needsCase: true,
  },
  {
    id: 'back',
    title: 'Selection: back',
    group: 'Selection',
    keys: ['Alt+Left'],
    run: () => travel(-1),
    needsCase: true,
  },
  {
    id: 'forward',
    title: 'Selection: forward',
    group: 'Selection',
    keys: ['Alt+Right'],
    run: () => travel(1),
    needsCase: true,
  },
  { id: 'deselect', title: 'Selection: clear', group: 'Selection', run: () => select(null), needsCase: true },
  { id: 'inspector', title: 'Show or hide the inspector', group: 'Window', keys: ['Ctrl+I'], run: toggleInspector },
  {
    id: 'close-panel',
    title: 'Close the panel',
    group: 'Panels',
    keys: ['Ctrl+W'],
    run: () => closePanel(null),
    needsCase: true,
  },
  { id: 'layout', title: 'Reset the panels’ layout', group: 'Window', run: resetLayout },
  { id: 'keys', title: 'Show all keys', group: 'Window', keys: ['F1', '?'], run: () => setState({ dialog: 'keys' }) },
  { id: 'theme', title: 'Switch between dark and light', group: 'Window', keys: ['Ctrl+Shift+L'], run: switchTheme },
  { id: 'theme-system', title: 'Theme: as the desktop', group: 'Window', run: () => setTheme('system') },
  {
    id: 'clock',
    title: 'Times: next clock (UTC, host, this machine)',
    group: 'Times',
    keys: ['Ctrl+Shift+Z'],
    run: nextClock,
  },
  { id: 'clock-utc', title: 'Times: show UTC', group: 'Times', run: () => setClock('utc') },
  { id: 'clock-host', title: 'Times: show the host’s zone', group: 'Times', run: () => setClock('host') },
  { id: 'clock-local', title: 'Times: show this machine’s zone', group: 'Times', run: () => setClock('local') },
  { id: 'open-files', title: 'Open evidence', group: 'Case', keys: ['Ctrl+O'], run: pickFiles },
  { id: 'open-folder', title: 'Open a folder of evidence', group: 'Case', keys: ['Ctrl+Shift+O'], run: pickFolder },
  { id: 'open-case', title: 'Open a case', group: 'Case', run: pickCase },
  {
    id: 'open-sample',
    title: 'Open the sample incident',
    group: 'Case',
    run: async () => openSample(await api.shell.start({})),
  },
  { id: 'close-case', title: 'Close the case', group: 'Case', run: closeCase, needsCase: true },
  {
    id: 'export-report',
    title: 'Export the report',
    group: 'Case',
    keys: ['Ctrl+E'],
    run: () => openPanel('report'),
    needsCase: true,
  },
  { id: 'verify', title: 'Verify the evidence', group: 'Case', run: verify, needsCase: true },
  { id: 'reload', title: 'Read the case again', group: 'Case', keys: ['F5'], run: reload, needsCase: true },
  { id: 'restart-engine', title: 'Restart the engine', group: 'Window', run: () => api.shell.restartEngine({}) },
  here('zoom-in', 'Zoom in', ['+', 'W']),
  here('zoom-out', 'Zoom out', ['-', 'S']),
  here('pan', 'Move left or right', ['A', 'D']),
  here('fit', 'Show the whole span', ['0']),
  here('zoom-selection', 'Zoom to the time range of the query', ['Z']),
]

export function runCommand(id: string): void {
  const command = COMMANDS.find((c) => c.id === id)
  if (!command || (command.needsCase && !getState().info)) return
  Promise.resolve(command.run()).catch(say)
}
