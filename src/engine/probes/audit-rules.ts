/**
 * Rules of the kernel's audit, `auditctl -l` and /etc/audit/rules.d (audit.rules(7), auditctl(8)).
 *   -w /etc/passwd -p wa -k identity
 *   -a always,exit -F arch=b64 -S execve,execveat -F euid=0 -F key=root
 *   -D      -b 8192      -e 2                            settings; 2 locks the rules until the next boot
 *   No rules
 */
import { defineProbe, list, optional, text } from '../define'

const OPTION = /(?:^|\s)(-[a-zA-Z]|--[a-z_-]+)(?:[ =]("[^"]*"|'[^']*'|(?!-[a-zA-Z](?:\s|$))\S+))?/g
const RULE = /^\s*-(?:w|W|a|A|d)\s+\S/
const SETTING =
  /^\s*(?:-[DbefrsclikqtCmRi](?:\s|$)|--(?:backlog_wait_time|loginuid-immutable|reset-lost|signal|reset_backlog_wait_time_actual)\b)/
const NOISE =
  /^(?:No rules|Old style watch rules are slower|Error sending .*|You must be root to run this program\.)\s*$/

export default defineProbe({
  title: 'Rules of the audit (auditctl -l, audit.rules)',
  commands: ['auditctl -l', '/etc/audit/audit.rules', '/etc/audit/rules.d/*.rules'],
  recognise: {
    names: ['auditctl*', 'audit.rules', 'audit/rules.d/*'],
    byName: true,
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      if (lines.length === 1 && /^No rules\s*$/.test(lines[0]!)) return 0.85
      const rules = lines.filter(
        (l) =>
          l.length < 8000 &&
          /^\s*-(?:[wW] ['"]?\/|[aAd] (?:always|never|exit|entry|task|user|exclude|filesystem|io_uring),)/.test(l),
      ).length
      const settings = lines.filter((l) => SETTING.test(l)).length
      if (rules > 0 && rules + settings >= lines.length * 0.9) return 0.95
      return settings >= 2 && settings === lines.length && lines.some((l) => /^-D\s*$/.test(l)) ? 0.85 : 0
    },
  },
  columns: {
    kind: text('watch, syscall or setting'),
    path: optional(text('What is watched')),
    permissions: optional(text('r read, w write, x execute, a attributes')),
    action: optional(text('always,exit and such: what is done, and on which list')),
    syscalls: list('System calls'),
    fields: list('Conditions'),
    keys: list('Keys that mark the records'),
    removed: optional(text('The option that takes a rule away: -W or -d; null for one that is set')),
    rule: text('The rule as written'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const t = line.text.trim()
      const rule = t.length < 8000 && RULE.test(t)
      if (t.startsWith('#') || NOISE.test(t)) out.noise(line)
      else if (rule || (t.length < 8000 && SETTING.test(t))) out.row(read(t, rule), line)
      else out.unparsed(line, 'not a rule of the audit')
    }
  },
})

function read(t: string, rule: boolean) {
  const options = [...t.matchAll(OPTION)].map((m) => [m[1]!, (m[2] ?? '').replace(/^(["'])(.*)\1$/, '$2')] as const)
  const all = (name: string) => options.filter(([n]) => n === name).map(([, v]) => v)
  const fields = [...all('-F'), ...all('-C')]
  const pathField = fields.map((f) => /^(?:path|dir)=(.*)$/.exec(f)?.[1]).find((p) => p !== undefined)
  const watch = all('-w')[0] ?? all('-W')[0]
  return {
    kind: !rule ? 'setting' : watch === undefined ? 'syscall' : 'watch',
    path: watch ?? pathField ?? null,
    permissions: all('-p')[0] ?? fields.map((f) => /^perm=(.*)$/.exec(f)?.[1]).find((p) => p !== undefined) ?? null,
    action: rule ? (all('-a')[0] ?? all('-A')[0] ?? all('-d')[0] ?? null) : null,
    syscalls: rule
      ? all('-S')
          .flatMap((s) => s.split(','))
          .filter((s) => s !== '')
      : [],
    fields: rule ? fields.filter((f) => !f.startsWith('key=')) : [],
    keys: rule ? [...all('-k'), ...fields.filter((f) => f.startsWith('key=')).map((f) => f.slice(4))] : [],
    removed: rule ? (/^(-W|-d)\s/.exec(t)?.[1] ?? null) : null,
    rule: t,
  }
}
