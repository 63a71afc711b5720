/**
 * Processes that the kernel ended or that crashed.
 *
 *   [  900.100000] app[4123]: segfault at 7f1f ip 00007f1f sp 00007ffd error 6 in libc.so.6[7f1f+26000]
 *   traps: app[4123] general protection fault ip:7f1f sp:7ffd error:0 in app[400000+1000]
 *   Out of memory: Killed process 4123 (java) total-vm:8204512kB, anon-rss:4102256kB, ... UID:1000 ...
 *   oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),...,task=java,pid=4123,uid=1000
 *   Process 4123 (app) of user 1000 dumped core.             systemd-coredump
 *
 * A name may hold spaces, brackets and anything else up to 15 bytes (TASK_COMM_LEN). Segfaults may be attempts to
 * exploit a program; `Killed process` takes the evidence in memory away.
 */
import { defineMessage, int, optional, text } from '../define'
import { kernelText, number } from './lib/text'

const SEGFAULT = /^(?<program>.{1,64}?)\[(?<pid>\d{1,10})\]:? segfault at (?<detail>.*)$/s
const TRAP =
  /^traps: (?<program>.{1,64}?)\[(?<pid>\d{1,10})\] (?<what>general protection(?: fault)?|trap [a-z ]{2,40}?)(?<detail> ip:.*)$/s
const KILLED =
  /^(?:Memory cgroup out of memory|Out of memory[^:]{0,40}|memory: )?:? ?Kill(?:ed)? process (?<pid>\d{1,10}),? (?:\((?<program>.{1,16})\)|UID \d+ \((?<old>.{1,16})\))(?=[ ,.]|$)(?<detail>.*)$/is
const OOM = /^oom-kill:constraint=.*,task=(?<program>.{1,64}?),pid=(?<pid>\d{1,10}),uid=(?<uid>\d{1,10})$/s
const CORE =
  /^Process (?<pid>\d{1,10}) \((?<program>.{1,64}?)\) of user (?<uid>\d{1,10}) (?<detail>dumped core|terminated abnormally)/s

export default defineMessage({
  title: 'Crashed and killed processes',
  programs: ['kernel', 'systemd-coredump'],
  words: ['segfault at ', 'traps: ', 'ill process ', 'illed process ', 'oom-kill:', ' of user '],
  columns: {
    kind: text('segfault, trap, oom, or core'),
    program: text('Name of the process, at most 15 bytes'),
    victim_pid: int('Its PID'),
    uid: optional(int('Its user id, where told')),
    detail: optional(text('What else the line says')),
  },
  match: (message) => {
    const line = kernelText(message)
    const row = (kind: string, g: Record<string, string | undefined>) => {
      const pid = number(g['pid'])
      const program = g['program'] ?? g['old']
      if (pid === null || program === undefined) return null
      const uid = number(g['uid'] ?? /\bUID:(\d{1,10})/.exec(g['detail'] ?? '')?.[1])
      const detail = g['detail']?.replace(/^[\s,:]+/, '')
      return { kind, program, victim_pid: pid, uid, detail: detail ? detail : null }
    }
    const segfault = SEGFAULT.exec(line)?.groups
    if (segfault) return row('segfault', segfault)
    const trap = TRAP.exec(line)?.groups
    if (trap) return row('trap', { ...trap, detail: `${trap['what']}${trap['detail']}` })
    const killed = KILLED.exec(line)?.groups
    if (killed) return row('oom', killed)
    const oom = OOM.exec(line)?.groups
    if (oom) return row('oom', oom)
    const core = CORE.exec(line)?.groups
    return core ? row('core', core) : null
  },
})
