import { describe, expect, it } from 'vitest'
import { configure } from './configure'
import { applyEdits, formatEdits } from './format'
import { replay } from './impact'
import { matrixOf } from './matrix'
import { composeMessage } from './message'
import { parseRsyslog } from './parse-rsyslog'
import { route } from './route'

const config = (text: string) =>
  configure([{ path: '/etc/rsyslog.conf', document: parseRsyslog(text) }], '/etc/rsyslog.conf')
const message = (facility: number, severity: number, program: string, text: string) =>
  composeMessage({ facility, severity, program, text })

describe('the matrix', () => {
  const { cells } = matrixOf(
    config('*.err /var/log/err\nauth.* @@loghost:6514\nif $msg contains "x" then /var/log/x\n'),
  )
  it('shows a rule in the cells of all graver severities', () => {
    expect(cells[1]!.map((c) => c.certain.length)).toEqual([1, 1, 1, 1, 0, 0, 0, 0])
    expect(cells[4]![7]!.certain).toEqual([{ kind: 'remote', name: '@@loghost:6514', away: true }])
  })
  it('keeps apart what depends on the text', () =>
    expect(cells[1]![7]!).toMatchObject({ certain: [], possible: [{ name: '/var/log/x' }] }))
})

describe('the simulator', () => {
  it('shows each rule tried and each action, in order', () => {
    const c = config(':programname, isequal, "sshd" /var/log/ssh\n& stop\n*.* /var/log/all\n')
    const sshd = route(c, message(10, 6, 'sshd', 'hello'))
    expect(sshd.steps.map((s) => s.outcome)).toEqual(['taken', 'fired', 'stopped'])
    expect(sshd.stopped).toBe(true)
    expect(route(c, message(10, 6, 'su', 'hello')).fired.map((f) => f.target)).toEqual(['/var/log/all'])
  })
  it('follows both ways what cannot be told', () => {
    const r = route(config('if $fromhost-ip == "192.0.2.1" then stop\n*.* /x\n'), message(1, 6, 'p', 't'))
    expect(r.stopped).toBe(null)
    expect(r.fired).toMatchObject([{ target: '/x', certain: false }])
  })
  it('ends although a ruleset calls itself', () => {
    const r = route(config('ruleset(name="a") { call a }\n*.* call a\n'), message(1, 6, 'p', 't'))
    expect(r.steps.length).toBeGreaterThan(1)
  })
})

describe('impact', () => {
  it('tells in red what would stop leaving the host', () => {
    const r = replay(config('authpriv.* @@loghost\n*.* /var/log/all\n'), config('*.* /var/log/all\n'))
    r.add(message(10, 6, 'sshd', 'Accepted'))
    r.add(message(10, 6, 'sshd', 'Failed'))
    r.add(message(2, 6, 'postfix', 'sent'))
    expect(r.result()).toMatchObject({
      replayed: 3,
      changed: 2,
      groups: [{ count: 2, lost: ['@@loghost'], gained: [], grave: true, silenced: false, example: 'Accepted' }],
    })
  })
})

describe('format', () => {
  const format = (text: string) => applyEdits(text, formatEdits(parseRsyslog(text)))
  it('puts destinations in a column, indents blocks and leaves comments', () => {
    expect(
      format(
        '# a  b\nauth,authpriv.*\t\t/var/log/auth.log   \nkern.* -/var/log/kern.log # k\n\n\n\nif $a == "b" then {\n/x\n      stop\n}\n',
      ),
    ).toBe(
      '# a  b\nauth,authpriv.* /var/log/auth.log\nkern.*          -/var/log/kern.log # k\n\nif $a == "b" then {\n  /x\n  stop\n}\n',
    )
  })
  it('says the same afterwards, and changes nothing the second time', () => {
    const text =
      '*.=info;\\\n\tmail.none   -/x\nmail.*  /y\ntemplate(name="t" type="string" string="a   \n b")\nruleset(name="r") {\nif $x == "y" then { stop }\n}\n'
    const once = format(text)
    const kinds = (t: string) =>
      JSON.stringify(parseRsyslog(t).statements, (k, v) => (k === 'from' || k === 'to' ? undefined : v))
    expect(kinds(once)).toBe(kinds(text))
    expect(format(once)).toBe(once)
  })
})
