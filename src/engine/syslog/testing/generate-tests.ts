/** Selectors, property filters and conditions made at random; helpers of generate.ts. */
import type { Random } from './random'

export const WORDS = [
  'failed',
  'Failed',
  'accepted',
  'error',
  'user=7',
  'port=22',
  'root',
  'session',
  'opened',
  'link',
  'down',
  'eth0',
  '10.1.2.3',
  'a/b',
  "it's",
  'x,y',
  '0x1f',
  '42',
]
export const PROGRAMS = ['sshd', 'su', 'kernel', 'cron', 'postfix/smtp', 'my-prog', 'App_1', 'named']
export const HOSTS = ['web1', 'db-2', 'web1.example.org', '192.0.2.7']
const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'security',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'local0',
  'local3',
  'local7',
  '*',
  '*',
]
const SEVERITIES = [
  'debug',
  'info',
  'notice',
  'warning',
  'warn',
  'err',
  'error',
  'crit',
  'alert',
  'emerg',
  'panic',
  '*',
]
const PROPERTIES = [
  'msg',
  'programname',
  'hostname',
  'syslogtag',
  'syslogfacility-text',
  'syslogseverity-text',
  'procid',
  'app-name',
  'rawmsg',
  'structured-data',
  'msgid',
  'pri',
]

export function generateSelector(r: Random): string {
  const part = () => {
    const facility = Array.from({ length: 1 + (r.chance(0.3) ? r.int(3) : 0) }, () => r.pick(FACILITIES)).join(',')
    if (r.chance(0.12)) return `${facility}.none`
    return `${facility}.${r.pick(['', '', '', '=', '!', '!='])}${r.pick(SEVERITIES)}`
  }
  return Array.from({ length: 1 + r.int(3) }, part).join(';')
}

const value = (r: Random) =>
  r.pick([r.pick(WORDS), r.pick(PROGRAMS), r.pick(HOSTS), ' ', 'a', 'e', 'auth', 'err', '-', ''])

export function generateFilter(r: Random): string {
  const property = r.pick(PROPERTIES)
  const bang = r.chance(0.25) ? '!' : ''
  const gap = r.pick([' ', '', ' '])
  if (r.chance(0.25)) {
    const [op, pattern] = r.pick([
      ['regex', 'fail[a-z]*'],
      ['regex', '^.[fa]'],
      ['regex', 'id=1[0-9]$'],
      ['ereregex', '(user|port)=[0-9]+'],
      ['ereregex', '^ ?[A-Z]'],
      ['ereregex', '[0-9]{2,3}\\\\.'],
      ['ereregex', '^(sshd|su|named)$'],
      ['ereregex', 'o+'],
    ] as const)
    return `:${property},${gap}${bang}${op},${gap}"${pattern}"`
  }
  return `:${property},${gap}${bang}${r.pick(['contains', 'isequal', 'startswith'])},${gap}"${value(r) || 'x'}"`
}

function operand(r: Random): string {
  const variable = `$${r.pick(PROPERTIES)}`
  return r.pick([
    variable,
    variable,
    variable,
    '$syslogseverity',
    '$syslogfacility',
    `tolower(${variable})`,
    `strlen(${variable})`,
    `field($msg, ${r.pick([32, 61, 58])}, ${1 + r.int(4)})`,
    `cnum(field($msg, 61, 2))`,
    `ltrim($msg)`,
    `replace($msg, "${r.pick(['e', 'o', 'ail'])}", "_")`,
    `substring($msg, ${r.int(4)}, ${1 + r.int(6)})`,
    `int2hex($syslogseverity)`,
    `wrap($programname, "${r.pick(['"', '|', '~']).replace('"', '\\"')}")`,
    `re_extract($msg, "([a-z]+)=([0-9]+)", 0, ${r.int(3)}, "none")`,
    `($syslogseverity ${r.pick(['+', '-', '*', '/', '%'])} ${r.int(5)})`,
    `($programname & "x")`,
    `ip42num(field($msg, 32, ${1 + r.int(3)}))`,
  ])
}

export function generateCondition(r: Random, depth: number): string {
  const kind = r.int(12)
  if (kind < 3 && depth < 3) {
    const a = generateCondition(r, depth + 1)
    const b = generateCondition(r, depth + 1)
    const joined = `${a} ${r.pick(['and', 'or'])} ${b}`
    return r.chance(0.5) ? `(${joined})` : joined
  }
  if (kind === 3 && depth < 3) return `not (${generateCondition(r, depth + 1)})`
  if (kind === 4) return `prifilt("${generateSelector(r)}")`
  if (kind === 5) return `re_match($msg, "${r.pick(['fail(ed)?', '^ [a-z]+', '[0-9]+', '(root|user)', 'a.c', 'x*'])}")`
  if (kind === 6)
    return `$syslogfacility-text ${r.pick(['==', '!='])} '${r.pick(['auth', 'authpriv', 'kern', 'local0', 'mail', 'daemon'])}'`
  if (kind === 7)
    return `$syslogseverity-text ${r.pick(['==', '!='])} '${r.pick(['err', 'info', 'debug', 'crit', 'notice'])}'`
  if (kind === 8) return `$syslogseverity ${r.pick(['<', '<=', '>', '>=', '==', '!='])} ${r.int(8)}`
  const quoted = `${r.pick(["'", '"'])}`
  const text = value(r).replace(/'/g, '')
  const literal = r.chance(0.2)
    ? String(r.int(30))
    : r.chance(0.2)
      ? `["${value(r).replace(/'/g, '')}", "${value(r).replace(/'/g, '')}"]`
      : `${quoted}${text}${quoted}`
  const op = /^\d/.test(literal)
    ? r.pick(['==', '!=', '<', '>', '<=', '>='])
    : r.pick(['==', '!=', '<>', 'contains', 'contains_i', 'startswith', 'startswith_i', '<', '>='])
  return `${operand(r)} ${op} ${literal}`
}
