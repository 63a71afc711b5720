/**
 * One process as /proc/<pid>/status tells it (proc_pid_status(5)); the whole file is a row.
 *   Name:	sshd
 *   State:	S (sleeping)
 *   Pid:	203
 *   Uid:	0	0	0	0
 * Name is cut to 15 bytes and escapes a line feed as \n. CapEff is the set of effective capabilities, in hexadecimal.
 */
import { defineProbe, int, type Line, list, optional, text } from '../define'
import { sight } from '../facets'
import { count } from '../probes-lib/numbers'

const FIELD = /^(\w+):(.*)$/
/** The kernel writes a line feed as `\\n`, and a backslash twice. */
const plain = (name: string) => name.replace(/\\(n|\\)/g, (_, c: string) => (c === 'n' ? '\n' : '\\'))
const KiB = (value: string | undefined): number | null => count(/^(\d+) kB$/.exec(value ?? '')?.[1])
const nth = (value: string | undefined, n: number): number | null => count(value?.split(/\s+/)[n])

export default defineProbe({
  title: 'Process status (/proc/<pid>/status)',
  commands: ['/proc/<pid>/status'],
  recognise: {
    names: ['proc/*/status*'],
    shape: (head) =>
      /^\s*Name:\t.*\n(?:\w+:.*\n)*?State:\t[A-Za-z] \(/.test(head.text) && /^Pid:\t\d+$/m.test(head.text) ? 0.95 : 0,
  },
  columns: {
    pid: int('Process id'),
    name: text('Program name (comm), cut to 15 bytes'),
    state: optional(text('State letter and its meaning')),
    tgid: optional(int('Thread group id: the process that a thread belongs to')),
    ppid: optional(int('Parent process id')),
    tracer_pid: optional(int('Process that traces this one; 0 for none')),
    uid: optional(int('Real user id')),
    euid: optional(int('Effective user id')),
    suid: optional(int('Saved user id')),
    fsuid: optional(int('User id for access to files')),
    gid: optional(int('Real group id')),
    egid: optional(int('Effective group id')),
    sgid: optional(int('Saved group id')),
    fsgid: optional(int('Group id for access to files')),
    groups: list('Supplementary groups'),
    umask: optional(text('Rights that new files do not get, octal')),
    threads: optional(int('Number of threads', 'count')),
    vm_size: optional(int('Virtual memory; null for a thread of the kernel', 'KiB')),
    vm_peak: optional(int('Most virtual memory that it ever had', 'KiB')),
    vm_rss: optional(int('Resident memory', 'KiB')),
    vm_hwm: optional(int('Most resident memory that it ever had', 'KiB')),
    vm_locked: optional(int('Memory that is not swapped out', 'KiB')),
    vm_data: optional(int('Data', 'KiB')),
    vm_stack: optional(int('Stack', 'KiB')),
    vm_exe: optional(int('Program code', 'KiB')),
    vm_lib: optional(int('Code of shared libraries', 'KiB')),
    vm_swap: optional(int('Memory that is swapped out', 'KiB')),
    fd_slots: optional(int('Descriptor slots allocated', 'count')),
    sig_pending: optional(text('Signals that wait for the thread, hexadecimal')),
    sig_blocked: optional(text('Signals that it blocks, hexadecimal')),
    sig_ignored: optional(text('Signals that it ignores, hexadecimal')),
    sig_caught: optional(text('Signals that it handles, hexadecimal')),
    cap_inh: optional(text('Capabilities that a program it starts may inherit, hexadecimal')),
    cap_prm: optional(text('Capabilities that it may make effective, hexadecimal')),
    cap_bnd: optional(text('Capabilities that it can ever get, hexadecimal')),
    cap_amb: optional(text('Capabilities that a program it starts keeps, hexadecimal')),
    cap_eff: optional(text('Effective capabilities, hexadecimal')),
    seccomp: optional(int('0 off, 1 strict, 2 filter')),
    no_new_privs: optional(int('1 when the process may not gain privileges')),
    namespaced_pids: list('Its ids in nested PID namespaces, outermost first'),
    cpus_allowed: optional(text('Processors that it may run on, as a list')),
    voluntary_switches: optional(int('How often it gave the processor up', 'count')),
    forced_switches: optional(int('How often the processor was taken from it', 'count')),
    other: list('Further fields as name=value'),
    kernel_thread: optional(int('1 for a thread of the kernel, where the kernel tells (6.8 and later)')),
  },
  parse: (lines, out) => {
    let fields = new Map<string, string>()
    let first: Line | null = null
    let last: Line | null = null
    const put = () => {
      const pid = count(fields.get('Pid'))
      if (first && last && pid !== null) {
        const taken = new Set<string>()
        const get = (name: string) => {
          taken.add(name)
          return fields.get(name)
        }
        taken.add('Pid')
        out.row(
          {
            pid,
            name: get('Name') ?? '',
            state: get('State') || null,
            tgid: count(get('Tgid')),
            ppid: count(get('PPid')),
            tracer_pid: count(get('TracerPid')),
            uid: nth(get('Uid'), 0),
            euid: nth(get('Uid'), 1),
            suid: nth(get('Uid'), 2),
            fsuid: nth(get('Uid'), 3),
            gid: nth(get('Gid'), 0),
            egid: nth(get('Gid'), 1),
            sgid: nth(get('Gid'), 2),
            fsgid: nth(get('Gid'), 3),
            umask: get('Umask') || null,
            groups: (get('Groups') ?? '').split(/\s+/).filter((g) => g !== ''),
            threads: count(get('Threads')),
            vm_size: KiB(get('VmSize')),
            vm_peak: KiB(get('VmPeak')),
            vm_rss: KiB(get('VmRSS')),
            vm_hwm: KiB(get('VmHWM')),
            vm_locked: KiB(get('VmLck')),
            vm_data: KiB(get('VmData')),
            vm_stack: KiB(get('VmStk')),
            vm_exe: KiB(get('VmExe')),
            vm_lib: KiB(get('VmLib')),
            vm_swap: KiB(get('VmSwap')),
            fd_slots: count(get('FDSize')),
            sig_pending: get('SigPnd') || null,
            sig_blocked: get('SigBlk') || null,
            sig_ignored: get('SigIgn') || null,
            sig_caught: get('SigCgt') || null,
            cap_inh: get('CapInh') || null,
            cap_prm: get('CapPrm') || null,
            cap_bnd: get('CapBnd') || null,
            cap_amb: get('CapAmb') || null,
            cap_eff: get('CapEff') || null,
            seccomp: count(get('Seccomp')),
            no_new_privs: count(get('NoNewPrivs')),
            namespaced_pids: (get('NSpid') ?? '').split(/\s+/).filter((g) => g !== ''),
            cpus_allowed: get('Cpus_allowed_list') || null,
            voluntary_switches: count(get('voluntary_ctxt_switches')),
            forced_switches: count(get('nonvoluntary_ctxt_switches')),
            kernel_thread: count(get('Kthread')),
            other: [...fields].filter(([name]) => !taken.has(name)).map(([name, value]) => `${name}=${value}`),
          },
          first,
          last,
        )
      }
      fields = new Map()
      first = null
      last = null
    }
    for (const line of lines) {
      const m = line.text.length < 100_000 ? FIELD.exec(line.text) : null
      if (!m) {
        out.unparsed(line, 'not a field of /proc/<pid>/status')
        continue
      }
      if (m[1] === 'Name') put()
      // A row covers whole runs of lines; a field in the middle of nowhere belongs to none.
      if (!first && m[1] !== 'Name') {
        out.unparsed(line, 'a field without the Name that begins a status')
        continue
      }
      first ??= line
      last = line
      fields.set(m[1]!, m[1] === 'Name' ? plain(m[2]!.replace(/^\t/, '')) : m[2]!.trim())
    }
    put()
  },
  sights: (r) =>
    r.tgid !== null && r.tgid !== r.pid
      ? []
      : [
          sight('process', {
            pid: r.pid,
            ppid: r.ppid,
            uid: r.euid,
            name: r.name,
            stat: r.state?.[0] ?? null,
            memory: r.vm_rss,
            kernel_thread:
              r.kernel_thread === null ? (r.ppid === 2 && r.vm_size === null ? true : null) : r.kernel_thread === 1,
          }),
        ],
})
