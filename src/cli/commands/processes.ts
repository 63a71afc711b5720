import { tableCommand } from '../table-command'

export default tableCommand({
  order: 5,
  table: 'processes',
  summary: 'Processes, those that only other views name included',
  sort: 'pid',
  columns: [
    { title: 'pid', from: 'pid', right: true },
    { title: 'ppid', from: 'ppid', right: true },
    { title: 'user', from: 'user', least: 4 },
    { title: 'started', from: 'started', least: 10 },
    { title: 'name', from: 'name', least: 6 },
    { title: 'command', from: 'cmdline', least: 8 },
    { title: 'exe', from: 'exe', least: 6 },
    { title: 'seen by', from: 'seen_by', least: 4 },
  ],
})
