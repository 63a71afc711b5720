/**
 * Configurations of rsyslog made at random, in all its languages, and messages to send through them. Paths begin with
 * the folder that is given; what the daemon would take from outside (its clock, the environment) is left out.
 */
import { generateCondition, generateFilter, generateSelector, HOSTS, PROGRAMS, WORDS } from './generate-tests'
import { type Random, randomFrom } from './random'

export interface Generated {
  readonly seed: number
  readonly files: ReadonlyMap<string, string>
  readonly main: string
  readonly messages: readonly string[]
}

interface Maker {
  readonly r: Random
  readonly out: string
  readonly port: number
  files: number
  templates: string[]
  dynamic: string[]
  rulesets: string[]
  depth: number
}

const PROPERTY_OPTIONS = [
  '',
  '',
  ':::lowercase',
  ':::uppercase',
  ':1:5',
  ':3:$',
  ':2:8:fixed-width',
  ':::drop-cc',
  ':::csv',
  ':::json',
  ':::compressspace',
  ':F,32:2',
  ':F,58:1',
  ':R,ERE,0,DFLT:[0-9]+--end',
  ':R,ERE,1,BLANK:([a-z]+)=([0-9]+)--end',
  ':R,ERE,2,ZERO:([a-z]+)=([0-9]+)--end',
  ':R,BRE,0,FIELD:fail[a-z]*--end',
]
const SAFE = ['programname', 'hostname', 'syslogfacility-text', 'syslogseverity-text', 'procid', 'app-name']
const TEXTUAL = [
  'msg',
  'programname',
  'hostname',
  'syslogtag',
  'pri',
  'syslogfacility-text',
  'syslogseverity',
  'timestamp',
  'procid',
  'app-name',
  'msgid',
  'structured-data',
  'protocol-version',
  'rawmsg-after-pri',
]

/** `port` is where forwarded messages are listened for. */
export function generate(seed: number, out: string, port: number): Generated {
  const r = randomFrom(seed)
  const m: Maker = { r, out, port, files: 0, templates: [], dynamic: [], rulesets: [], depth: 0 }
  const files = new Map<string, string>()
  const lines: string[] = []
  for (let i = r.int(3); i >= 0; i--) lines.push(template(m))
  if (r.chance(0.5)) lines.push(dynamicTemplate(m))
  lines.push(`$ActionFileDefaultTemplate ${r.pick(m.templates)}`)
  for (let i = r.int(3); i > 0; i--) lines.push(ruleset(m))
  const main = `${out}/rsyslog.conf`
  for (let i = 3 + r.int(10); i > 0; i--) {
    if (r.chance(0.08)) {
      const path = `${out}/part${files.size}.conf`
      files.set(path, `${Array.from({ length: 1 + r.int(3) }, () => rule(m)).join('\n')}\n`)
      lines.push(r.chance(0.5) ? `$IncludeConfig ${path}` : `include(file="${path}")`)
    } else if (r.chance(0.06)) lines.push(template(m))
    else if (r.chance(0.1)) lines.push(`# ${r.pick(WORDS)}`)
    else lines.push(rule(m))
  }
  files.set(main, `${lines.join('\n')}\n`)
  return { seed, files, main, messages: Array.from({ length: 20 }, (_, i) => message(r, i)) }
}

const file = (m: Maker) => `${m.out}/log/f${m.r.chance(0.3) ? m.r.int(3) : m.files++}.log`

function template(m: Maker): string {
  const { r } = m
  const name = `t${m.templates.length}`
  m.templates.push(name)
  const pieces = Array.from({ length: 1 + r.int(3) }, () => `%${r.pick(TEXTUAL)}${r.pick(PROPERTY_OPTIONS)}%`)
  const text = `${pieces.join(r.pick(['|', ' ', ';', '']))}|%msg%\\n`
  if (r.chance(0.4)) return `$template ${name},"${r.pick(['', 'x ', '[\\\\]', 'a\\%b ', '\\064', '\\q'])}${text}"`
  if (r.chance(0.5))
    return `template(name="${name}" type="string" string="${r.pick(['', 'x ', '[\\\\]', "it's "])}${text}")`
  const items = Array.from({ length: 1 + r.int(3) }, () => {
    const extra = r.pick([
      '',
      ' caseconversion="upper"',
      ' position.from="2" position.to="6"',
      ' field.number="2" field.delimiter="32"',
      ' regex.type="ERE" regex.expression="[a-z]+" regex.submatch="0"',
      ' format="csv"',
    ])
    return r.chance(0.3)
      ? `constant(value="${r.pick(['-', ' ', '\\"', 'k='])}")`
      : `property(name="${r.pick(TEXTUAL)}"${extra})`
  })
  return `template(name="${name}" type="list") {\n  ${items.join('\n  ')}\n  constant(value="|")\n  property(name="msg")\n  constant(value="\\n")\n}`
}

function dynamicTemplate(m: Maker): string {
  const name = `d${m.dynamic.length}`
  m.dynamic.push(name)
  const path = `${m.out}/log/dyn-%${m.r.pick(SAFE)}${m.r.pick(['', ':::lowercase', ':::secpath-replace'])}%.log`
  return m.r.chance(0.5) ? `$template ${name},"${path}"` : `template(name="${name}" type="string" string="${path}")`
}

function ruleset(m: Maker): string {
  const name = `rs${m.rulesets.length}`
  const body = Array.from({ length: 1 + m.r.int(3) }, () => rule(m)).join('\n')
  m.rulesets.push(name)
  return `ruleset(name="${name}") {\n${body}\n}`
}

function rule(m: Maker): string {
  const { r } = m
  const kind = r.int(10)
  if (kind < 4) return `${generateSelector(r)}${r.pick(['\t', ' ', '   ', ' \\\n   '])}${actions(m)}`
  if (kind < 6) return `${generateFilter(r)} ${actions(m)}`
  if (kind === 6 && m.depth < 2) {
    const variable = `$${r.pick(['!', '.', '!a!', '.b!'])}${r.pick(['x', 'y'])}`
    const value = r.pick([
      `"${r.pick(WORDS)}"`,
      String(r.int(20)),
      `field($msg, 32, ${1 + r.int(4)})`,
      `re_extract($msg, "([a-z]+)=([0-9]+)", 0, ${r.int(3)}, "none")`,
      `tolower($programname) & "-" & ${r.int(9)}`,
      `strlen($msg) % 3`,
    ])
    const test = r.pick([
      `${variable} == "${r.pick(WORDS)}"`,
      `${variable} > ${r.int(9)}`,
      `${variable} contains "${r.pick(['a', 'o', '1'])}"`,
      `${variable} == ${r.int(3)}`,
    ])
    return `${r.pick(['set', 'set', 'reset'])} ${variable} = ${value};\nif ${test} then ${block(m)}${r.chance(0.2) ? `\nunset ${variable};` : ''}`
  }
  return `if ${generateCondition(r, 0)} then ${block(m)}${r.chance(0.3) ? ` else ${block(m)}` : ''}`
}

function block(m: Maker): string {
  const { r } = m
  if (r.chance(0.3)) return objectAction(m)
  m.depth++
  const body = Array.from({ length: 1 + r.int(2) }, () => (m.depth < 3 && r.chance(0.4) ? rule(m) : actions(m))).join(
    '\n  ',
  )
  m.depth--
  return `{\n  ${body}\n}`
}

function actions(m: Maker): string {
  const first = action(m)
  return m.r.chance(0.2) ? `${first}\n& ${m.r.chance(0.4) ? m.r.pick(['stop', '~']) : action(m)}` : first
}

function objectAction(m: Maker): string {
  const { r } = m
  if (m.dynamic.length > 0 && r.chance(0.2))
    return `action(type="omfile" dynaFile="${r.pick(m.dynamic)}" template="${r.pick(m.templates)}")`
  return `action(type="omfile" file="${file(m)}"${r.chance(0.5) ? ` template="${r.pick(m.templates)}"` : ''})`
}

function action(m: Maker): string {
  const { r, port } = m
  if (r.chance(0.12))
    return r.chance(0.5)
      ? `@127.0.0.1:${port}${r.chance(0.5) ? `;${r.pick(m.templates)}` : ''}`
      : `action(type="omfwd" target="127.0.0.1" port="${port}" protocol="udp"${r.chance(0.5) ? ` template="${r.pick(m.templates)}"` : ''})`
  const kind = r.int(12)
  if (kind === 0) return r.pick(['stop', '~'])
  if (kind === 1 && m.rulesets.length > 0) return `call ${r.pick(m.rulesets)}`
  if (kind < 5) return objectAction(m)
  if (kind === 5 && m.dynamic.length > 0) return `?${r.pick(m.dynamic)};${r.pick(m.templates)}`
  return `${r.chance(0.4) ? '-' : ''}${file(m)}${r.chance(0.4) ? `;${r.pick(m.templates)}` : ''}`
}

function message(r: Random, no: number): string {
  const pri = r.chance(0.05) ? r.pick([191, 0, 120, 104]) : r.int(24) * 8 + r.int(8)
  const text = `${Array.from({ length: 1 + r.int(4) }, () => r.pick(WORDS)).join(r.pick([' ', ' ', '  ', ': ']))} id=${no}`
  const program = r.pick(PROGRAMS)
  const pid = r.chance(0.6) ? String(100 + r.int(900)) : null
  if (r.chance(0.25))
    return `<${pri}>1 2025-03-${10 + r.int(15)}T1${r.int(10)}:2${r.int(10)}:3${r.int(10)}.${100000 + r.int(800000)}+01:00 ${r.pick(HOSTS)} ${program.replaceAll('/', '')} ${pid ?? '-'} ${r.pick(['-', 'ID47'])} ${r.pick(['-', '[x@1 a="b"]'])} ${text}`
  return `<${pri}>Mar ${10 + r.int(15)} 1${r.int(10)}:2${r.int(10)}:3${r.int(10)} ${r.pick(HOSTS)} ${program}${pid ? `[${pid}]` : ''}: ${text}`
}
