import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { runCommand } from '../../commands'
import { definePanel } from '../../panel'
import type { ColumnLook } from '../../ui/columns'
import { DataTable } from '../../ui/data-table'
import { Button, Empty } from '../../ui/parts'
import { TableBar } from '../../ui/table-panel'

const LOOKS: readonly ColumnLook[] = [
  { name: 'pid', width: 58 },
  { name: 'program', width: 110 },
  { name: 'user', width: 80 },
  { name: 'fd', width: 52 },
  { name: 'mode', width: 50 },
  { name: 'type', width: 60 },
  { name: 'path', width: 320 },
  { name: 'deleted', width: 66 },
  { name: 'size', width: 92 },
  { name: 'device', width: 76 },
  { name: 'inode', width: 84 },
  { name: 'links', width: 52 },
]

const TOPICS = ['open_files'] as const

function Files() {
  const [total, setTotal] = useState<number | null>(null)
  return (
    <>
      <TableBar title="Open files" total={total} topics={TOPICS} />
      <DataTable
        table="open_files"
        label="Open files"
        kind="file"
        looks={LOOKS}
        onTotal={setTotal}
        rowClass={(read) => (read('deleted') === true ? 'deleted' : '')}
        empty={
          <Empty
            title="No view of open files in this case"
            action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
          >
            Output of lsof, or of ls -l /proc/*/fd, fills it. Without root it shows only the collector’s own processes.
          </Empty>
        }
      />
    </>
  )
}

export default definePanel({
  title: 'Open files',
  icon: FolderOpen,
  order: 5,
  about: 'What each process held open: working directory, program text, libraries, files, sockets',
  component: Files,
})
