import { describe, expect, it } from 'vitest'
import { parseRsyslog } from './parse-rsyslog'
import { everyStatement, type StatementOf } from './tree'

const kinds = (text: string) =>
  [...everyStatement(parseRsyslog(text).statements)].map(([s, depth]) => `${depth} ${s.kind}`)
const faults = (text: string) => parseRsyslog(text).problems.map((p) => `${text.slice(p.from, p.to)}: ${p.message}`)

describe('rsyslog.conf', () => {
  it('reads the classic rules, their chains and directives between them', () => {
    const text =
      '$ModLoad imudp\nauth,authpriv.*;kern.!=info  -/var/log/auth.log;Precise # note\n$ActionName x\n& @@loghost\n& stop\n'
    expect(kinds(text)).toEqual(['0 directive', '0 selector', '1 legacy', '1 directive', '1 legacy', '1 stop'])
    expect(faults(text)).toEqual([])
  })

  it('takes an action from a later line, as the daemon does', () => {
    expect(kinds('*.emerg\nauth.info  /var/log/auth\n')).toEqual(['0 selector', '1 selector', '2 legacy'])
  })

  it('keeps places in the text as written across continued lines', () => {
    const text = '*.=info;\\\n\tmail.none   \\\n   -/var/log/messages\nkern.*  /var/log/kern.log\n'
    const { statements } = parseRsyslog(text)
    const [first, second] = statements as [StatementOf<'selector'>, StatementOf<'selector'>]
    expect(first.text).toBe('*.=info;mail.none')
    expect(text.slice(first.then[0]!.from, first.then[0]!.to)).toBe('-/var/log/messages')
    expect(text.slice(second.from, second.to)).toBe('kern.*  /var/log/kern.log')
  })

  it('reads objects, templates, rulesets, conditions and loops', () => {
    const text = `
template(name="t" type="list") { property(name="msg" position.from="2") constant(value="\\n") }
ruleset(name="r") { action(type="omfile" file="/x") }
if $programname == 'sshd' and not ($msg contains ['a', "b"]) then { call r stop } else /var/log/y
set $!a!b = field($msg, 32, 2) & "x";
foreach ($.i in $!list) do { unset $!a; }
include(file="/etc/rsyslog.d/*.conf" mode="optional")
call_indirect $!name;
`
    expect(kinds(text)).toEqual([
      '0 template',
      '0 ruleset',
      '1 action',
      '0 if',
      '1 call',
      '1 stop',
      '1 legacy',
      '0 set',
      '0 foreach',
      '1 unset',
      '0 include',
      '0 call-indirect',
    ])
    expect(faults(text)).toEqual([])
  })

  it('binds not tighter than a comparison, and and or alike', () => {
    const [s] = parseRsyslog('if not $a == "x" or $b == "y" and $c == "z" then stop\n').statements as [
      StatementOf<'if'>,
    ]
    expect(s.condition).toMatchObject({ op: 'and', left: { op: 'or', left: { op: '==', left: { kind: 'not' } } } })
  })

  it('marks what it does not understand and goes on after it', () => {
    expect(kinds('%%% nonsense\n*.* /x\n')).toEqual(['0 unknown', '0 selector', '1 legacy'])
    expect(faults('action(type="omfile" file="/x"\n*.* /y\n')).toEqual(['a: action( is not closed.'])
    expect(faults('module(load=imudp)\n')).toEqual(['imudp: The value of load must stand in double quotes.'])
    expect(faults('if $msg == "a$b" then stop\n')[0]).toContain('must be escaped')
    expect(faults('*. *  @athena\n')[0]).toContain('A blank stands within')
    expect(faults('}\n')[0]).toContain('No block is open')
    expect(faults('if $a == "b" then { }\n')[0]).toContain('This block is empty')
  })

  it('reads hostile text in time that grows with its length', () => {
    const size = 20_000
    const worst = [
      '('.repeat(size),
      'if '.repeat(size),
      '"'.repeat(size),
      '{'.repeat(size),
      'action('.repeat(size),
      '/*'.repeat(size),
      `${'!a,'.repeat(size)} /`,
      ':msg, contains, "'.repeat(size),
      '*.* {\n'.repeat(size),
      'if $a '.concat('+ $a '.repeat(size)),
      'a\\\n'.repeat(size),
      '& '.repeat(size),
    ]
    for (const text of worst) expect(parseRsyslog(text).text).toBe(text)
  })
})
