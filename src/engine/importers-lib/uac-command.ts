/**
 * Which command printed a file of a UAC collection.
 *   live_response/network/netstat_-anp.txt              netstat -anp
 *   live_response/process/ps_-axo_pid_user_lstart_args.txt   ps -axo pid,user,lstart,args
 *   live_response/process/proc/233/fd.txt               ls -la /proc/233/fd
 * Names from UAC's artifact definitions (artifacts/live_response/**.yaml, `command` and `output_file`).
 */
import { commandOfName } from './paths'

/** Files whose name does not spell their command. */
const NAMED: Readonly<Record<string, string>> = {
  running_processes_full_paths: 'ls -l /proc/[0-9]*/exe',
  'ls_-l_proc': 'ls -l /proc/[0-9]*',
  'ls_-l_proc_pid_cwd': 'ls -l /proc/[0-9]*/cwd',
  cat_proc_sys_kernel_tainted: 'cat /proc/sys/kernel/tainted',
  core_pattern: 'cat /proc/sys/kernel/core_pattern',
  'ls_-la_sys_module': 'ls -la /sys/module',
  cat_proc_modules: 'cat /proc/modules',
  proc_modules: 'cat /proc/modules',
  systemctl_status_timer: 'systemctl status *.timer',
  sudo_lectured_timestamps: 'stat /var/lib/sudo/lectured/*',
  package_owns_file: 'dpkg -S',
}
/** Files under /proc/<pid> that are listings rather than the file itself. */
const LISTED: Readonly<Record<string, string>> = { fd: 'fd', map_files: 'map_files', fdinfo: 'fdinfo' }
const FOUND: Readonly<Record<string, string>> = {
  suid: 'find / -perm -4000',
  sgid: 'find / -perm -2000',
  suid_sgid: 'find / -perm -4000 -o -perm -2000',
  world_writable_files: 'find / -type f -perm -2',
  world_writable_directories: 'find / -type d -perm -2',
  group_writable_files: 'find / -type f -perm -20',
  group_writable_directories: 'find / -type d -perm -20',
  hidden_files: "find / -type f -name '.*'",
  hidden_directories: "find / -type d -name '.*'",
  user_name_unknown_files: 'find / -type f -nouser',
  user_name_unknown_directories: 'find / -type d -nouser',
  group_name_unknown_files: 'find / -type f -nogroup',
  group_name_unknown_directories: 'find / -type d -nogroup',
  socket_files: 'find / -type s',
  getcap: 'getcap -r /',
  immutable_files: 'lsattr -R /',
}

/** A list of columns after `-o`: blanks between its words were commas. */
const columns = (command: string): string =>
  command.replace(
    /^(ps (?:-\S*o|axo|-o))((?: [a-z:]+)+)$/,
    (_, head: string, rest: string) => `${head} ${rest.trim().replaceAll(' ', ',')}`,
  )

/** null for files that are no command's output. */
export function uacCommand(path: string): string | null {
  const found = /^(?:system|live_response\/system)\/(\w+)\.txt$/.exec(path)?.[1]
  if (found && Object.hasOwn(FOUND, found)) return FOUND[found]!
  const proc = /^live_response\/process\/proc\/(\d+)\/(.+)\.txt$/.exec(path)
  if (proc) {
    const [, pid, what] = proc
    if (Object.hasOwn(LISTED, what!)) return `ls -la /proc/${pid}/${what}`
    if (what === 'children') return `cat /proc/${pid}/task/${pid}/children`
    return what === 'environ' ? `strings /proc/${pid}/environ` : `cat /proc/${pid}/${what}`
  }
  const m = /^live_response\/[^/]+\/([^/]+?)(?:\.txt)?(?:\.stderr)?$/.exec(path)
  if (!m || !/\.txt/.test(path)) return null
  const name = m[1]!
  if (Object.hasOwn(NAMED, name)) return NAMED[name]!
  if (name.startsWith('date_before_')) return 'date'
  if (name.startsWith('hidden_pids_')) return null
  const net = /^(?:cat_)?proc_net_(\w+)$/.exec(name)
  if (net) return `cat /proc/net/${net[1]}`
  const log = /^(last|lastb|utmpdump|who)_(.*?)var_(log|run|adm)_(\w+)$/.exec(name)
  if (log) return `${log[1]} ${commandOfName(log[2]!)}`.trim().concat(` /var/${log[3]}/${log[4]}`)
  return columns(commandOfName(name))
}
