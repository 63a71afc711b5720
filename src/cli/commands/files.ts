import { tableCommand } from '../table-command'

export default tableCommand({
  order: 6,
  table: 'open_files',
  summary: 'Open files, with the processes that hold them',
  sort: 'pid',
  columns: [
    { title: 'pid', from: 'pid', right: true },
    { title: 'program', from: 'program', least: 6 },
    { title: 'user', from: 'user', least: 4 },
    { title: 'fd', from: 'fd' },
    { title: 'type', from: 'type' },
    { title: 'size', from: 'size', right: true },
    { title: 'deleted', from: 'deleted' },
    { title: 'path', from: 'path', least: 12 },
  ],
})
