import { describe, expect, it } from 'vitest'
import { checkConfig, checks } from './check'
import type { HostFacts } from './checks/define'
import { dialectOf, parseLogConfig } from './parse'

const SERVICES: HostFacts = { services: ['ssh 22/tcp'], selinux: true }

function run(
  text: string,
  options: { path?: string; facts?: HostFacts; more?: Readonly<Record<string, string>> } = {},
) {
  const path = options.path ?? '/etc/rsyslog.conf'
  const files = Object.entries({ [path]: text, ...options.more }).map(([p, t]) => ({
    path: p,
    document: parseLogConfig(t, dialectOf(p, t)),
  }))
  const { problems } = checkConfig(files, path, options.facts)
  return [...problems].flatMap(([p, list]) => list.map((x) => ({ ...x, path: p })))
}

/** For each check what it must find, and what is alike and must be left alone. */
const CASES: Readonly<
  Record<string, { bad: string; good: string; path?: string; facts?: HostFacts; more?: Record<string, string> }>
> = {
  'after-stop': { bad: '*.* {\n stop\n /var/log/x\n}\n', good: '*.* {\n /var/log/x\n stop\n}\n' },
  'bad-regex': { bad: ':msg, regex, "[a-z" /x\n', good: ':msg, regex, "[a-z]" /x\n' },
  'bsd-block': { bad: '!ppp\n*.* /x\n', good: '*.* /x\n' },
  'comment-goes-on': { bad: '# note \\\n*.* /x\n', good: '# note\n*.* /x\n' },
  'include-missing': { bad: '$IncludeConfig /etc/more.conf\n', good: '$IncludeConfig /etc/rsyslog.d/*.conf\n' },
  'local-only': { bad: 'authpriv.* /var/log/secure\n', good: '*.* @@loghost\n' },
  'loose-logic': { bad: 'if not $msg contains "x" then stop\n', good: 'if not ($msg contains "x") then stop\n' },
  'module-not-loaded': {
    bad: 'input(type="imudp" port="514")\n',
    good: 'module(load="imudp")\ninput(type="imudp" port="514")\n',
  },
  'never-included': {
    bad: '$IncludeConfig /etc/rsyslog.d/*.conf\n',
    good: '$IncludeConfig /etc/rsyslog.d/*\n',
    more: { '/etc/rsyslog.d/50-auth.bak': 'auth.* /x\n' },
  },
  'never-matches': { bad: 'kern.*;kern.none /x\n', good: 'kern.none;kern.* /x\n' },
  'next-line-action': {
    bad: '*.emerg\nauth.info /var/log/auth\n',
    good: '*.emerg :omusrmsg:*\nauth.info /var/log/auth\n',
  },
  'no-disk-queue': {
    bad: '*.* @@loghost\n',
    good: 'action(type="omfwd" target="h" protocol="tcp" queue.type="LinkedList" queue.filename="f" action.resumeRetryCount="-1")\n',
  },
  'old-name': { bad: '*.panic /x\n', good: '*.emerg /x\n' },
  'port-refused': { bad: '*.* @@h:10050\n', good: '*.* @@h:6514\n', facts: SERVICES },
  'refused-action': { bad: '*.* /var/log/x;Nope\n', good: '$template Nope,"%msg%\\n"\n*.* /var/log/x;Nope\n' },
  'ruleset-missing': { bad: '*.* call other\n', good: 'ruleset(name="other") { stop }\n*.* call other\n' },
  shadowed: { bad: 'auth.* stop\nauth.info /x\n', good: 'auth.info /x\nauth.* stop\n' },
  'stray-blank': { bad: '*. * @athena\n', good: '*.* @athena\n' },
  'sync-dash': {
    bad: 'authpriv.* -/var/log/secure\n',
    good: 'authpriv.* /var/log/secure\n',
    path: '/etc/syslog.conf',
  },
  'udp-loss': { bad: 'auth.* @loghost\n', good: 'auth.* @@loghost\n' },
  'unknown-name': { bad: 'auht.info /x\n', good: 'auth.info /x\n' },
  'unknown-word': { bad: '$FileCreteMode 0640\n', good: '$FileCreateMode 0640\n' },
  'world-readable': { bad: 'authpriv.* /var/log/secure\n', good: '$FileCreateMode 0640\nauthpriv.* /var/log/secure\n' },
}

describe('checks', () => {
  it('have an example each', () => expect(Object.keys(CASES).sort()).toEqual([...checks.keys()]))

  it.each(Object.entries(CASES))('%s', (name, { bad, good, ...options }) => {
    const found = run(bad, options).filter((p) => p.check === name)
    expect(found.length).toBeGreaterThan(0)
    for (const p of found) {
      expect(p.message).toMatch(/\.$/)
      expect(p.why && p.mend).toBeTruthy()
      expect(p.to).toBeGreaterThanOrEqual(p.from)
    }
    expect(run(good, options).filter((p) => p.check === name)).toEqual([])
  })

  it('have fixes that mend what they found', () => {
    for (const [name, { bad, ...options }] of Object.entries(CASES)) {
      const problem = run(bad, options).find((p) => p.check === name && p.fixes?.length)
      if (!problem) continue
      const mended = [...problem.fixes![0]!.edits]
        .sort((a, b) => b.from - a.from)
        .reduce((text, e) => text.slice(0, e.from) + e.text + text.slice(e.to), bad)
      expect(
        run(mended, options).filter((p) => p.check === name && p.from === problem.from),
        name,
      ).toEqual([])
    }
  })

  it('names the misspelt word and what was meant', () => {
    const text = '*.info;maill.none  /x\n'
    const [p] = run(text).filter((x) => x.check === 'unknown-name')
    expect(text.slice(p!.from, p!.to)).toBe('maill')
    expect(p!.fixes?.[0]?.edits).toEqual([{ from: 7, to: 12, text: 'mail' }])
  })
})
