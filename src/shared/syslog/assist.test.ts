import { describe, expect, it } from 'vitest'
import { completeAt } from './assist-complete'
import { hoverAt } from './assist-hover'
import { foldsOf, includesOf, outlineOf } from './outline'
import { parseRsyslog } from './parse-rsyslog'

const DEFINED = { templates: ['Mine'], rulesets: ['remote'] }
/** The place is where the bar stands. */
const offered = (marked: string) => {
  const at = marked.indexOf('|')
  const text = marked.replace('|', '')
  return completeAt(text, at, 'rsyslog', DEFINED).map((c) => c.label)
}
const told = (marked: string) => {
  const at = marked.indexOf('|')
  return hoverAt(parseRsyslog(marked.replace('|', '')), at)
}

describe('completion', () => {
  it.each([
    ['au|', 'authpriv'],
    ['auth,|', 'authpriv'],
    ['auth.|', 'warning'],
    ['auth.info;kern.!|', 'err'],
    ['$Mod|', 'ModLoad'],
    [':|', 'programname'],
    [':msg, |', 'contains'],
    ['*.* call |', 'remote'],
    ['*.* /var/log/x;|', 'Mine'],
    ['module(load="|', 'imudp'],
    ['action(type="|', 'omfwd'],
    ['action(type="omfwd" |', 'target'],
    ['action(type="omfile"\n  file="/x" template="|', 'RSYSLOG_FileFormat'],
    ['if $|', 'programname'],
    ['if |', 're_match(text, regex)'],
    ['template(name="x" type="list") { property(name="|', 'syslogtag'],
  ])('%s', (marked, label) => expect(offered(marked)).toContain(label))
  it('offers nothing in a comment', () => expect(offered('# au|')).toEqual([]))
})

describe('hover', () => {
  it.each([
    ['auth|priv.info /x\n', 'Logins and authorisation with private content'],
    ['auth.wa|rning /x\n', 'this severity and all that are graver'],
    ['auth.=in|fo /x\n', 'this severity alone'],
    ['$File|CreateMode 0640\n', 'fileCreateMode'],
    ['module(load="im|udp")\n', 'Messages by UDP'],
    ['action(type="omfwd" tar|get="h")\n', 'Host that is sent to'],
    ['if re_ma|tch($msg, "x") then stop\n', 'POSIX extended'],
    ['if $prog|ramname == "x" then stop\n', 'The program of the tag'],
    [':syslog|tag, contains, "x" /x\n', 'program, process number'],
  ])('%s', (marked, text) => expect(told(marked)?.text).toContain(text))
})

it('shows the shape of a file', () => {
  const document = parseRsyslog('# a\n# b\nruleset(name="r") {\n  auth.* /x\n}\n$IncludeConfig /etc/rsyslog.d/*.conf\n')
  expect(outlineOf(document)).toMatchObject([
    { kind: 'ruleset', name: 'r', children: [{ kind: 'rule', name: 'auth.*', detail: '/x' }] },
    { kind: 'include', name: '/etc/rsyslog.d/*.conf' },
  ])
  expect(foldsOf(document).map((f) => f.comment)).toEqual([false, true])
  expect(includesOf(document)).toMatchObject([{ path: '/etc/rsyslog.d/*.conf' }])
})
