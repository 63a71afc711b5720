import type { AnyRow } from '../../define'
import { defineComparator } from '../define'
import { column, compareRows, rowsOf, same } from '../rows'

type Owners = Readonly<Record<string, { readonly user: string; readonly file_descriptor: string }>>
/** The parts of `opts` as fields of their own. */
function flat(row: AnyRow): AnyRow {
  const { opts, ...rest } = row
  const { process_id, ...options } = (opts ?? {}) as AnyRow & { process_id?: Owners }
  const out: Record<string, unknown> = { ...rest }
  for (const [k, v] of Object.entries(options)) out[`opts.${k}`] = v
  if (process_id)
    out['opts.process_id'] = Object.entries(process_id)
      .map(([pid, o]) => `${pid} ${o.user} ${o.file_descriptor}`)
      .sort()
  return out
}
const list = (row: AnyRow, name: string) => row[name] as readonly string[]
const bare = (v: unknown) => (typeof v === 'string' ? v.replace(/^\[(.*)\]$/, '$1') : v)

export default defineComparator({
  title: 'jc on ss',
  expects: /^ss\/jc__/,
  compare: (input) =>
    compareRows(rowsOf(input.json()).map(flat), input.rows(), {
      fields: {
        ...same('netid', 'recv_q', 'send_q', 'interface'),
        state: column('state_printed'),
        local_address: { ours: (r) => r['local_address'], theirs: bare },
        peer_address: { ours: (r) => r['remote_address'], theirs: bare },
        local_port: (r) => r['local_port'] ?? r['local_service'] ?? '*',
        peer_port: (r) => r['remote_port'] ?? r['remote_service'] ?? '*',
        local_port_num: column('local_port'),
        peer_port_num: column('remote_port'),
        'opts.inode_number': column('inode'),
        'opts.uid_number': column('uid'),
        'opts.cookie': column('cookie'),
        'opts.cgroup': column('cgroup'),
        'opts.v6only': (r) => /\bv6only:(\d)/.exec(String(r['details']))?.[1],
        'opts.process_id': (r) =>
          list(r, 'pids')
            .map((pid, i) => `${pid} ${list(r, 'programs')[i]} ${list(r, 'fds')[i]}`)
            .sort(),
      },
    }),
})
