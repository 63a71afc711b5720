/** Where the row that one is at was read: its file and line, and the way to the bytes. */
import { Binary } from 'lucide-react'
import { showRaw } from '../../actions'
import { count } from '../../format'
import { select } from '../../session'
import { placeOf, type RowReader } from '../../ui/data-table'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Button } from '../../ui/parts'
import { useCall } from '../../use-call'

export function Origin({ row }: { readonly row: RowReader | null }) {
  const { data } = useCall('artifacts', {})
  const place = row && placeOf(row)
  if (!row || !place)
    return (
      <div className="tables-origin dim">
        <span className="clip">Enter or a double click on a row shows the bytes that it was read from.</span>
      </div>
    )
  const path = data?.find((a) => a.id === place[0])?.path ?? `file ${place[0]}`
  const line = row('line')
  return (
    <div className="tables-origin" data-testid="tables-origin">
      <span className="dim">Read from</span>
      <button
        type="button"
        className="link clip"
        data-hint={inertString(path)}
        onClick={() => select({ kind: 'artifact', id: String(place[0]), host: null })}
      >
        <Inert text={path} />
      </button>
      <span className="dim num">
        {typeof line === 'number' ? `line ${count(line)}, ` : ''}byte {count(place[1])}
      </span>
      <span className="grow" />
      <Button tone="quiet" hint="Show its line among its neighbours" hintKey="Enter" onClick={() => showRaw(...place)}>
        <Binary size={13} aria-hidden /> Raw bytes
      </Button>
    </div>
  )
}
