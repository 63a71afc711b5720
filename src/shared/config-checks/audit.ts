/**
 * Rules of the Linux audit system, audit.rules(7): options of auditctl, one rule a line.
 *   -a always,exit -F arch=b64 -S execve -k exec
 */
import type { Problem } from '../syslog/tree'
import { linesOf, problem } from './define'

export function checkAudit(text: string): Problem[] {
  const out: Problem[] = []
  let locked = false
  for (const line of linesOf(text)) {
    const words = line.text.split(/\s+/)
    const say = (check: string, severity: 'error' | 'warning' | 'info', message: string, why?: string, mend?: string) =>
      out.push(problem(check, severity, line, message, why, mend))
    if (locked)
      say(
        'locked',
        'warning',
        'The rules are locked by -e 2 above.',
        'What comes after it is refused until the next start.',
        'Move -e 2 to the end of the last file.',
      )
    const first = words[0]!
    if (
      !/^-[aAbcdDefhiklmprsStvwW]$|^--(?:backlog_wait_time|loginuid-immutable|reset-lost|reset_backlog_wait_time_actual|signal)$/.test(
        first,
      )
    ) {
      say(
        'form',
        'error',
        `${first.slice(0, 40)} is no option of auditctl.`,
        'auditctl ends at the first rule that it does not understand: those after it are not loaded.',
      )
      continue
    }
    if (first === '-e') {
      if (words[1] === '0')
        say(
          'off',
          'error',
          'This turns auditing off.',
          'Nothing is recorded from here on.',
          'Write -e 1, or -e 2 to lock the rules.',
        )
      else if (words[1] === '2') locked = true
    }
    if (first === '-D' && out.length === 0 && line.from > 0) continue
    if (first === '-f' && words[1] === '0')
      say('silent', 'warning', 'When records are lost nobody is told.', undefined, 'Write -f 1.')
    if (first === '-r' && Number(words[1]) > 0)
      say(
        'rate',
        'warning',
        `More than ${words[1]} records a second are dropped.`,
        'An attacker can hide in a flood.',
        'Write -r 0.',
      )
    if (first === '-b' && Number(words[1]) < 8192)
      say('backlog', 'info', `Only ${words[1]} records may wait.`, 'Bursts lose records.', 'Write -b 8192 or more.')
    if (/^-[aA]$/.test(first)) {
      if (/never/.test(words[1] ?? ''))
        say(
          'never',
          'warning',
          'This rule keeps something from being recorded.',
          'A rule for never before the others hides whatever it fits.',
          'Make sure that you know why it is there.',
        )
      const fields = words.join(' ')
      if (/-S\s/.test(fields) && !/arch=/.test(fields))
        say(
          'arch',
          'warning',
          'The rule says no arch.',
          'Numbers of system calls differ: calls of the other kind are missed.',
          'Write the rule twice, with -F arch=b64 and -F arch=b32.',
        )
    }
    if (first === '-w' && !/^\//.test(words[1] ?? '')) say('form', 'error', '-w needs an absolute path.')
  }
  return out
}
