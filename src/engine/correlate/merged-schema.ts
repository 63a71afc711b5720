/** The merged tables' columns, with a sentence each; the window and the CLI show them. */
import { bool, type Columns, int, list, optional, text, time } from '../define'
import { FACETS } from '../facets'

const key = { id: int('Number of the row in its table'), host: int('Number of the host') }
const seen = { seen_by: list('Which tools saw it') }
const F = FACETS

export const MERGED: Readonly<Record<string, { readonly title: string; readonly columns: Columns }>> = {
  sockets: {
    title: 'Sockets',
    columns: {
      ...key,
      proto: F.socket.proto,
      local_address: F.socket.local_address,
      local_port: F.socket.local_port,
      service: optional(text("Service name of the local port, from the host's /etc/services if captured, else IANA's")),
      remote_address: F.socket.remote_address,
      remote_port: F.socket.remote_port,
      state: F.socket.state,
      listening: bool('Whether it waits for connections (or, for UDP, is bound without a peer)'),
      pid: optional(int('Process that owns it; the first of several')),
      program: optional(text('Program of that process, as the longest name that a view gives')),
      user: optional(text('Owner')),
      uid: F.socket.uid,
      recv_q: F.socket.recv_q,
      send_q: F.socket.send_q,
      inode: F.socket.inode,
      path: F.socket.path,
      interface: F.socket.interface,
      owners: list('Every process that a view names, as pid/program'),
      owner_visible: F.socket.owner_visible,
      ...seen,
    },
  },
  processes: {
    title: 'Processes',
    columns: {
      ...key,
      pid: F.process.pid,
      ppid: F.process.ppid,
      user: F.process.user,
      uid: F.process.uid,
      name: F.process.name,
      cmdline: F.process.cmdline,
      exe: F.process.exe,
      exe_deleted: F.process.exe_deleted,
      tty: F.process.tty,
      stat: F.process.stat,
      kernel_thread: F.process.kernel_thread,
      started: F.process.started,
      started_error: F.process.started_error,
      ended: optional(time('End of the process, when known')),
      cpu_time: F.process.cpu_time,
      memory: F.process.memory,
      ...seen,
    },
  },
  open_files: {
    title: 'Open files',
    columns: { ...key, process: optional(int('Its row in processes')), ...F.file, ...seen },
  },
  interfaces: { title: 'Interfaces', columns: { ...key, ...F.interface, ...seen } },
  routes: { title: 'Routes', columns: { ...key, ...F.route, ...seen } },
  neighbours: { title: 'Neighbours', columns: { ...key, ...F.neighbour, ...seen } },
  logins: { title: 'Logins', columns: { ...key, ...F.login, ...seen } },
  accounts: { title: 'Accounts', columns: { ...key, ...F.account, ...seen } },
  service_names: { title: 'Service names', columns: { ...key, ...F.service, ...seen } },
  packages: { title: 'Packages', columns: { ...key, ...F.package, ...seen } },
  scheduled_jobs: { title: 'Scheduled jobs', columns: { ...key, ...F.job, ...seen } },
  daemons: { title: 'Services that are started', columns: { ...key, ...F.daemon, ...seen } },
  hops: { title: 'Reachability', columns: { ...key, ...F.hop, ...seen } },
}
