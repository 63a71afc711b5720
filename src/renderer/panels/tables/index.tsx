import { Table2 } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { TableInfo } from '../../../shared/model'
import { runCommand } from '../../commands'
import { openPanel } from '../../dock'
import { definePanel } from '../../panel'
import { recall, store } from '../../stored'
import { DataTable, type RowReader } from '../../ui/data-table'
import { Button, Empty, FaultView, Loading } from '../../ui/parts'
import { TableBar } from '../../ui/table-panel'
import { useCall } from '../../use-call'
import { chosenOf, kindOfTable, valueRefOf } from './groups'
import { Origin } from './origin'
import { TableList } from './table-list'
import './tables.css'

const CHOSEN = 'tables.chosen'

function Tables() {
  const { data, fault, again, stale } = useCall('tables', {})
  const [wanted, setWanted] = useState<string | null>(() => recall(CHOSEN, null))
  const pane = useRef<HTMLDivElement>(null)
  // The keyboard goes over to the rows once they are there.
  const awaited = useRef(false)
  const goOver = useCallback(() => {
    const grid = pane.current?.querySelector<HTMLElement>('[role="grid"]')
    if (awaited.current) grid?.focus()
    awaited.current = false
  }, [])
  if (fault && !data) return <FaultView fault={fault} again={again} />
  if (!data) return <Loading what="Reading the list of tables" />
  const chosen = chosenOf(data, wanted)
  if (!chosen)
    return (
      <Empty
        title="No table holds a row yet"
        action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
      >
        Output of commands (ps, netstat, last), files such as /etc/passwd, and logs fill tables: one a tool, and merged
        ones of sockets, processes, logins and accounts.
      </Empty>
    )
  return (
    <div className={stale ? 'tables stale' : 'tables'}>
      <TableList
        tables={data}
        chosen={chosen.name}
        onChoose={(name) => {
          setWanted(name)
          store(CHOSEN, name)
        }}
        onLeave={(name) => {
          awaited.current = true
          if (name === chosen.name) goOver()
        }}
      />
      <div className="tables-pane" ref={pane}>
        <OneTable key={chosen.name} info={chosen} onShown={goOver} />
      </div>
    </div>
  )
}

function OneTable({ info, onShown }: { readonly info: TableInfo; readonly onShown: () => void }) {
  const [total, setTotal] = useState<number | null>(null)
  const [row, setRow] = useState<RowReader | null>(null)
  const tell = useCallback(
    (n: number | null) => {
      setTotal(n)
      if (n !== null) onShown()
    },
    [onShown],
  )
  const refOf = useMemo(() => valueRefOf(info), [info])
  return (
    <>
      <TableBar title={info.title} total={total} topics={info.topics}>
        <span className="mono dim text clip" data-hint="Name of the table, as rules know it">
          {info.name}
        </span>
      </TableBar>
      <DataTable
        table={info.name}
        label={info.title}
        kind={kindOfTable(info)}
        {...(refOf ? { refOf } : {})}
        onTotal={tell}
        onRow={(r) => setRow(() => r)}
        empty={<NoRows info={info} />}
      />
      {info.group !== 'merged' && total !== null && total > 0 && <Origin row={row} />}
    </>
  )
}

function NoRows({ info }: { readonly info: TableInfo }) {
  return info.group === 'merged' ? (
    <Empty
      title="No captured file fills this table"
      action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
    >
      That says nothing about the host: no tool was run, or kept, that tells of it.
    </Empty>
  ) : (
    <Empty
      title="It was captured, and holds no row"
      action={<Button onClick={() => openPanel('evidence')}>Show evidence</Button>}
    >
      A file was read as this without a line that makes a row. Evidence tells how its lines were counted.
    </Empty>
  )
}

export default definePanel({
  title: 'Tables',
  icon: Table2,
  order: 7.5,
  about: 'Every table of the case: merged, each tool’s own rows, and what log messages say',
  component: Tables,
})
