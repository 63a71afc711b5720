import { useState } from 'react'
import type { CaseImpact, ConfigSet } from '../../../shared/config-file'
import { type FaultData, faultData } from '../../../shared/fault'
import { api } from '../../api'
import { working } from '../../cases'
import { plural } from '../../format'
import { Inert } from '../../ui/inert-text'
import { Button, Empty, FaultView } from '../../ui/parts'

/** What the edit stops: the case's own messages through the old and the new configuration. */
export function ImpactView({
  before,
  after,
  host,
  changed,
}: {
  readonly before: ConfigSet
  readonly after: ConfigSet
  readonly host: number
  readonly changed: boolean
}) {
  const [impact, setImpact] = useState<CaseImpact | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const run = async () => {
    setFault(null)
    try {
      setImpact(
        await working('Replaying messages', (signal) => api.engine.configImpact({ before, after, host }, { signal })),
      )
    } catch (error) {
      const data = faultData(error)
      if (data.code !== 'cancelled') setFault(data)
    }
  }
  return (
    <div className="config-scroll">
      <div className="config-bar">
        <Button tone="main" disabled={!changed} onClick={run} data-testid="impact-run">
          Replay the host’s messages
        </Button>
        {!changed && <span className="dim text">Nothing is edited yet.</span>}
      </div>
      {fault && <FaultView fault={fault} />}
      {impact && (
        <>
          <p className="text" data-testid="impact-summary">
            {plural(impact.replayed, 'message')} of {impact.total.toLocaleString('en')} replayed: {impact.changed}{' '}
            change destination
            {impact.uncertain > 0 ? `, ${impact.uncertain} cannot be told` : ''}
            {impact.guessed > 0
              ? `; the facility of ${impact.guessed} is taken from the program, as their logs do not keep it`
              : ''}
            .
          </p>
          {impact.groups.length === 0 ? (
            <Empty title="The edit moves no message of this case" />
          ) : (
            <table className="config-impact text" data-testid="impact-groups">
              <thead>
                <tr>
                  <th scope="col" className="num">
                    messages
                  </th>
                  <th scope="col">of</th>
                  <th scope="col">no longer to</th>
                  <th scope="col">newly to</th>
                  <th scope="col">as</th>
                </tr>
              </thead>
              <tbody>
                {impact.groups.map((g) => (
                  <tr
                    key={`${g.facility} ${g.severity} ${g.program} ${g.lost} ${g.gained}`}
                    className={g.grave ? 'grave' : undefined}
                  >
                    <td className="num">{g.count.toLocaleString('en')}</td>
                    <td className="mono">
                      {g.facility}.{g.severity} <Inert text={g.program} />
                      {g.stopsLeaving && <strong> would stop leaving the host</strong>}
                      {g.silenced && <strong> would go nowhere</strong>}
                    </td>
                    <td className="mono">
                      <Inert text={g.lost.join(', ')} />
                    </td>
                    <td className="mono">
                      <Inert text={g.gained.join(', ')} />
                    </td>
                    <td className="dim">
                      <Inert text={g.example} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </div>
  )
}
