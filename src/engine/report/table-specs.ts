/** Which columns of which table the report shows, in which order, and which rows are worth naming. */
import type { Cell, ColumnInfo } from '../../shared/model'

export type Row = Readonly<Record<string, Cell>>

export interface Picked {
  readonly name: string
  /** The column it comes from, when it has another name there. */
  readonly from?: string
  readonly type?: ColumnInfo['type']
  /** For columns that are made from several; `suspects` holds `host:pid` of processes in findings. */
  readonly read?: (row: Row, suspects: ReadonlySet<string>) => Cell
}
export interface Spec {
  /** Name of the table. */
  readonly id: string
  readonly title: string
  readonly about: string
  /** Kind of its rows in the proofs. */
  readonly proofs: string
  readonly columns: readonly Picked[]
  readonly keep?: (row: Row, suspects: ReadonlySet<string>) => boolean
  readonly order: (a: Row, b: Row) => number
  readonly limit: number
}

const text = (value: Cell | undefined): string => (value === null || value === undefined ? '' : String(value))
const by =
  (...names: readonly string[]) =>
  (a: Row, b: Row): number => {
    for (const name of names) {
      const x = a[name] ?? null
      const y = b[name] ?? null
      if (x === y) continue
      // What is unknown comes last.
      if (x === null) return 1
      if (y === null) return -1
      if (typeof x === 'number' && typeof y === 'number') return x - y
      const [s, t] = [text(x), text(y)]
      if (s !== t) return s < t ? -1 : 1
    }
    return 0
  }

const endpoint = (address: string, port: string) => (row: Row) => {
  const a = row[address] ?? null
  const p = row[port] ?? null
  if (a === null && p === null) return null
  const host = text(a ?? '*')
  return `${host.includes(':') ? `[${host}]` : host}:${p === null || p === 0 ? '*' : p}`
}

const suspect = (row: Row, suspects: ReadonlySet<string>) => suspects.has(`${row['host']}:${row['pid']}`)
const SYSTEM = /^\/(usr|bin|sbin|lib|lib64|opt|System|Library|Applications)\//

/** Why an open file is worth naming; null when it is not. */
export function whyNamed(row: Row, suspects: ReadonlySet<string>): string | null {
  const path = text(row['path'])
  const type = text(row['type'])
  const why: string[] = []
  if (row['deleted'] === true) why.push('deleted')
  if (/^(\/private)?\/(tmp|var\/tmp|dev\/shm)\//.test(path)) why.push('in a folder that everyone may write')
  else if (path.startsWith('/dev/') && type === 'REG') why.push('a plain file under /dev')
  if (/\/\.[^/.][^/]*(\/|$)/.test(path)) why.push('hidden by a dot')
  if (type === 'pack' || /SOCK_PACKET|SOCK_RAW/.test(path) || type === 'raw') why.push('a raw or packet socket')
  if (row['fd'] === 'txt' && path.startsWith('/') && !SYSTEM.test(path) && why.length === 0)
    why.push('a program outside the system folders')
  if (suspect(row, suspects)) why.push('held by a process of a finding')
  return why.length > 0 ? why.join('; ') : null
}

export const SPECS: readonly Spec[] = [
  {
    id: 'interfaces',
    title: 'Network interfaces',
    about: '',
    proofs: 'interface',
    columns: [
      { name: 'name' },
      { name: 'addresses' },
      { name: 'mac' },
      { name: 'flags' },
      { name: 'promiscuous' },
      { name: 'rx errors', from: 'rx_errors' },
      { name: 'tx errors', from: 'tx_errors' },
      { name: 'seen by', from: 'seen_by' },
    ],
    order: by('name'),
    limit: 500,
  },
  {
    id: 'routes',
    title: 'Routes',
    about: '',
    proofs: 'route',
    columns: [{ name: 'destination' }, { name: 'gateway' }, { name: 'interface' }, { name: 'flags' }],
    order: by('destination', 'gateway'),
    limit: 200,
  },
  {
    id: 'accounts',
    title: 'Accounts',
    about: '',
    proofs: 'account',
    columns: [{ name: 'name' }, { name: 'uid' }, { name: 'gid' }, { name: 'home' }, { name: 'shell' }],
    order: by('uid', 'name'),
    limit: 500,
  },
  {
    id: 'logins',
    title: 'Logins',
    about: 'Times by the clock of the host.',
    proofs: 'login',
    columns: [
      { name: 'account' },
      { name: 'terminal' },
      { name: 'from', from: 'source' },
      { name: 'login' },
      { name: 'logout' },
      { name: 'success' },
    ],
    order: (a, b) => by('login', 'account')(b, a),
    limit: 200,
  },
  {
    id: 'sockets',
    title: 'Sockets',
    about: 'Listeners first, then connections. An empty owner means that no captured view names one.',
    proofs: 'socket',
    columns: [
      { name: 'proto' },
      { name: 'local', type: 'text', read: endpoint('local_address', 'local_port') },
      { name: 'service' },
      { name: 'remote', type: 'text', read: endpoint('remote_address', 'remote_port') },
      { name: 'state' },
      { name: 'pid' },
      { name: 'program' },
      { name: 'user' },
      { name: 'seen by', from: 'seen_by' },
    ],
    keep: (row) => row['proto'] !== 'unix',
    order: (a, b) =>
      Number(b['listening'] === true) - Number(a['listening'] === true) ||
      by('proto', 'local_port', 'local_address', 'remote_address', 'remote_port')(a, b),
    limit: 1000,
  },
  {
    id: 'processes',
    title: 'Processes',
    about:
      'Start times by the clock of the host. “Shown by” names the process listings; it is empty when only other views name the process.',
    proofs: 'process',
    columns: [
      { name: 'pid' },
      { name: 'ppid' },
      { name: 'user' },
      { name: 'name' },
      { name: 'command', type: 'text', read: (row) => row['cmdline'] ?? row['exe'] ?? null },
      { name: 'tty' },
      { name: 'started' },
      { name: 'shown by', from: 'seen_by' },
    ],
    order: by('pid'),
    limit: 1000,
  },
  {
    id: 'open_files',
    title: 'Open files worth naming',
    about:
      'Deleted files, files where everyone may write or hidden by a dot, raw and packet sockets, programs outside the system folders, and what the processes of the findings hold.',
    proofs: 'file',
    columns: [
      { name: 'pid' },
      { name: 'program' },
      { name: 'user' },
      { name: 'fd' },
      { name: 'type' },
      { name: 'size' },
      { name: 'path' },
      { name: 'why', type: 'text', read: whyNamed },
    ],
    keep: (row, suspects) => whyNamed(row, suspects) !== null,
    order: by('pid', 'fd', 'path'),
    limit: 500,
  },
]
