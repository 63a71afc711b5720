import { useMemo } from 'react'
import type { LogConfig } from '../../../shared/syslog/configure'
import { type Destination, type MatrixCell, matrixOf } from '../../../shared/syslog/matrix'

const names = (list: readonly Destination[]) => list.map((d) => d.name).join('\n')
const hintOf = (facility: string, severity: string, cell: MatrixCell): string =>
  [
    `${facility}.${severity}`,
    cell.certain.length > 0 ? names(cell.certain) : 'goes nowhere for certain',
    cell.possible.length > 0 ? `depending on text or sender:\n${names(cell.possible)}` : '',
  ]
    .filter(Boolean)
    .join('\n')

/** Facility by severity: how many places a message goes to, and whether one of them is another host. */
export function Matrix({
  config,
  onTry,
}: {
  readonly config: LogConfig
  readonly onTry: (facility: number, severity: number) => void
}) {
  const matrix = useMemo(() => matrixOf(config), [config])
  return (
    <div className="config-scroll">
      <table className="config-matrix text" data-testid="config-matrix">
        <caption className="sr">Destinations by facility and severity</caption>
        <thead>
          <tr>
            <th scope="col">facility</th>
            {matrix.severities.map((s) => (
              <th key={s} scope="col">
                {s}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.facilities.map((facility, f) => (
            <tr key={facility}>
              <th scope="row" className="mono">
                {facility}
              </th>
              {matrix.severities.map((severity, s) => {
                const cell = matrix.cells[f]![s]!
                const away = cell.certain.some((d) => d.away)
                const tone =
                  cell.certain.length === 0 ? (cell.possible.length > 0 ? 'maybe' : 'none') : away ? 'away' : 'local'
                return (
                  <td key={severity}>
                    <button
                      type="button"
                      className={`config-cell ${tone}`}
                      data-hint={hintOf(facility, severity, cell)}
                      data-testid={`cell-${facility}-${severity}`}
                      aria-label={hintOf(facility, severity, cell)}
                      onClick={() => onTry(f, s)}
                    >
                      {cell.certain.length}
                      {cell.possible.length > 0 ? '+' : ''}
                      {away ? ' ↗' : ''}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="dim text">
        A number is how many places a message goes to; + means more, depending on its text or sender; ↗ that one of them
        is another host. A severity is inclusive: a rule for err takes err and all that is graver.
      </p>
    </div>
  )
}
