import { tableCommand } from '../table-command'

export default tableCommand({
  order: 4,
  table: 'sockets',
  summary: 'Sockets, with their owners as far as any view names them',
  sort: 'id',
  columns: [
    { title: 'proto', from: 'proto', least: 5 },
    { title: 'local', from: ['local_address', 'local_port'], least: 12 },
    { title: 'service', from: 'service', least: 4 },
    { title: 'remote', from: ['remote_address', 'remote_port'], least: 8 },
    { title: 'state', from: 'state', least: 5 },
    { title: 'pid', from: 'pid', right: true },
    { title: 'program', from: 'program', least: 6 },
    { title: 'user', from: 'user', least: 4 },
    { title: 'seen by', from: 'seen_by', least: 5 },
  ],
})
