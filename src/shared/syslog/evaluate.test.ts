import { describe, expect, it } from 'vitest'
import { configure } from './configure'
import { composeMessage } from './message'
import { parseRsyslog } from './parse-rsyslog'
import { route } from './route'

/** Whether the condition holds for a notice of facility user; each line was tried with rsyslogd 8.2302. */
function holdsFor(condition: string): boolean {
  const text = `set $.n = 10;\nif ${condition} then /var/log/yes\n`
  const config = configure([{ path: '/etc/rsyslog.conf', document: parseRsyslog(text) }], '/etc/rsyslog.conf')
  const message = composeMessage({ facility: 1, severity: 5, program: 'p', text: 'hello' })
  return route(config, message).fired.length > 0
}

describe('comparisons, as rsyslogd has them', () => {
  it.each([
    ['"10" < "9"', false],
    ['"10" >= "9"', true],
    ['"10" < "9a"', true],
    ['"" < "-"', false],
    ['"-" <= ""', true],
    ['"0" == ""', false],
    ['$.n < "9"', false],
  ])('two strings that are numbers: %s', (condition, holds) => expect(holdsFor(condition)).toBe(holds))

  it.each([
    ['$syslogseverity-text == "NOTICE"', true],
    ['$syslogseverity-text == "37 x"', true],
    ['$syslogfacility-text == "8"', true],
    ['$syslogfacility-text == ["USER", "kern"]', false],
    ['"NOTICE" == $syslogseverity-text', false],
    ['($syslogseverity-text) == ("NOTICE")', true],
    ['$syslogseverity-text != "none"', true],
    ['$syslogseverity-text != "5"', false],
    ['$syslogseverity-text != "192.0.2.7"', true],
  ])('facility and severity by word: %s', (condition, holds) => expect(holdsFor(condition)).toBe(holds))
})
