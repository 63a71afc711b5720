import { tableCommand } from '../table-command'

export default tableCommand({
  order: 4,
  table: 'sockets',
  summary: 'Sockets, with their owners as far as any view names them',
  sort: 'id',
  columns: [
    { title: 'proto', from: 'proto' },
    { title: 'local', from: ['local_address', 'local_port'], least: 14 },
    { title: 'service', from: 'service', least: 6 },
    { title: 'remote', from: ['remote_address', 'remote_port'], least: 10 },
    { title: 'state', from: 'state', least: 6 },
    { title: 'pid', from: 'pid', right: true },
    { title: 'program', from: 'program', least: 8 },
    { title: 'user', from: 'user', least: 4 },
    { title: 'seen by', from: 'seen_by', least: 8 },
  ],
})
