import { defineComparator } from '../define'
import { compareFacts } from '../insights'

/**
 * Theirs has one entry for each statement at the outermost level, ours a row for each action, condition and setting, so their
 * number and their joined text are not ours; the row that stands for entry 2 is.
 */
export default defineComparator({
  title: 'insights-core on rsyslog.conf',
  expects: /^rsyslog-conf\/insights__/,
  compare: (input) => {
    const rows = input.rows()
    const secure = rows.find((r) => r['selector'] === 'authpriv.*')
    const named = rows.find((r) => r['destination'] === '/tmp/testnimei')
    return compareFacts(input, {
      ours: [
        ['rsyslogconf[2]', `${secure?.['selector']}${' '.repeat(46)}${secure?.['destination']}`],
        [
          'rsyslogconf[9]',
          named ? '*.info { action( type="omfile" name="hehe" file="/tmp/testnimei") }' : 'no action to /tmp/testnimei',
        ],
      ],
      elsewhere: ['failed'],
      notCarried: [['len(rsyslogconf)', 'number of statements at the outermost level']],
    })
  },
})
