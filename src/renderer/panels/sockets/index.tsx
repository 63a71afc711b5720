import { Cable } from 'lucide-react'
import { useState } from 'react'
import { runCommand } from '../../commands'
import { definePanel } from '../../panel'
import type { ColumnLook } from '../../ui/columns'
import { DataTable } from '../../ui/data-table'
import { Button, Empty } from '../../ui/parts'
import { TableBar } from '../../ui/table-panel'

const LOOKS: readonly ColumnLook[] = [
  { name: 'proto', width: 56 },
  { name: 'local_address', width: 132 },
  { name: 'local_port', label: 'port', width: 58 },
  { name: 'service', width: 92 },
  { name: 'remote_address', width: 132 },
  { name: 'remote_port', label: 'port', width: 58 },
  { name: 'state', width: 104 },
  { name: 'pid', width: 58 },
  { name: 'program', width: 120 },
  { name: 'user', width: 80 },
  { name: 'exe', width: 160 },
  { name: 'views', width: 130 },
  { name: 'recv_q', width: 64 },
  { name: 'send_q', width: 64 },
  { name: 'inode', width: 74 },
]

const TOPICS = ['sockets'] as const

function Sockets() {
  const [total, setTotal] = useState<number | null>(null)
  return (
    <>
      <TableBar title="Sockets" total={total} topics={TOPICS} />
      <DataTable
        table="sockets"
        label="Sockets"
        kind="socket"
        looks={LOOKS}
        onTotal={setTotal}
        rowClass={(read) => (read('state') === 'LISTEN' && read('pid') === null ? 'unowned' : '')}
        empty={
          <Empty
            title="No view of sockets in this case"
            action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
          >
            Output of netstat -anp, ss -anp, lsof -i or /proc/net/tcp fills it. Captured as root, they name the owners
            too.
          </Empty>
        }
      />
    </>
  )
}

export default definePanel({
  title: 'Sockets',
  icon: Cable,
  order: 3,
  about: 'Ports and connections, tied to their processes by every view that saw them',
  component: Sockets,
})
