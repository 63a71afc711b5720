import { useMemo, useState } from 'react'
import { NO_FILTER } from '../../../shared/model'
import type { LogConfig, Place } from '../../../shared/syslog/configure'
import { destinationOf } from '../../../shared/syslog/matrix'
import { composeMessage } from '../../../shared/syslog/message'
import { FACILITY_TEXT, SEVERITY_TEXT } from '../../../shared/syslog/names'
import { route } from '../../../shared/syslog/route'
import { api } from '../../api'
import { say } from '../../cases'
import { useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { Button } from '../../ui/parts'

export interface Trial {
  readonly facility: number
  readonly severity: number
  readonly program: string
  readonly text: string
}
export const FIRST_TRIAL: Trial = {
  facility: 10,
  severity: 6,
  program: 'sshd',
  text: 'Accepted publickey for root from 192.0.2.7 port 50022 ssh2',
}

/** A message, each rule that is tried for it, and each action that is carried out, in order. */
export function Simulator({
  config,
  trial,
  onTrial,
  lineOf,
  onGo,
}: {
  readonly config: LogConfig
  readonly trial: Trial
  readonly onTrial: (trial: Trial) => void
  readonly lineOf: (place: Place) => number
  readonly onGo: (place: Place) => void
}) {
  const selection = useSession((s) => s.selection)
  const [guessed, setGuessed] = useState(false)
  const routed = useMemo(() => {
    const { steps, ...rest } = route(config, composeMessage(trial))
    // A rule may be tried more than once.
    return { ...rest, steps: steps.map((step, no) => ({ ...step, no })) }
  }, [config, trial])
  const set = (patch: Partial<Trial>) => {
    setGuessed(false)
    onTrial({ ...trial, ...patch })
  }
  const take = async () => {
    if (selection?.kind !== 'event') return
    const { ordinal } = await api.engine.locate({ filter: NO_FILTER, event: Number(selection.id) })
    const row = (await api.engine.events({ filter: NO_FILTER, first: ordinal, count: 1 })).rows[0]
    if (!row) return
    setGuessed(row.facility === null)
    onTrial({
      facility: row.facility ?? trial.facility,
      severity: row.severity ?? 6,
      program: row.program ?? '',
      text: row.text.trim(),
    })
  }
  return (
    <div className="config-scroll config-simulator">
      <form className="config-trial" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span className="caption">facility</span>
          <select
            className="input"
            value={trial.facility}
            onChange={(e) => set({ facility: Number(e.target.value) })}
            data-testid="trial-facility"
          >
            {FACILITY_TEXT.slice(0, 24).map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="caption">severity</span>
          <select
            className="input"
            value={trial.severity}
            onChange={(e) => set({ severity: Number(e.target.value) })}
            data-testid="trial-severity"
          >
            {SEVERITY_TEXT.map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="caption">program</span>
          <input
            className="input"
            value={trial.program}
            onChange={(e) => set({ program: e.target.value })}
            data-testid="trial-program"
          />
        </label>
        <label className="grow">
          <span className="caption">text</span>
          <input
            className="input"
            value={trial.text}
            onChange={(e) => set({ text: e.target.value })}
            data-testid="trial-text"
          />
        </label>
        <Button
          disabled={selection?.kind !== 'event'}
          hint="Takes the log line that is selected in the timeline or the logs"
          onClick={() => take().catch(say)}
          data-testid="trial-take"
        >
          Take the selected line
        </Button>
      </form>
      {guessed && (
        <p className="dim text">The log does not keep the facility of this line: choose the one it came with.</p>
      )}
      <ol className="config-steps text" data-testid="config-steps">
        {routed.steps.map((s) => (
          <li key={s.no} className={`config-step ${s.outcome}`}>
            <button type="button" onClick={() => onGo(s.place)}>
              <span className="config-outcome">{s.outcome}</span>
              <span className="dim mono">
                <Inert text={s.place.path} />:{lineOf(s.place)}
              </span>
              <span style={{ paddingLeft: s.depth * 14 }}>
                <Inert text={s.note} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p className="text" data-testid="config-fired">
        {routed.fired.length === 0 ? (
          'It goes nowhere.'
        ) : (
          <>
            It goes to{' '}
            <span className="mono">
              <Inert
                text={routed.fired.map((f) => `${destinationOf(f).name}${f.certain ? '' : ' (perhaps)'}`).join(', ')}
              />
            </span>
            {routed.stopped === true ? ', and ends at a stop.' : '.'}
          </>
        )}
      </p>
    </div>
  )
}
