import { type CrowdsecResult, meta, parsed } from '../crowdsec'
import { defineComparator } from '../define'
import { byLine, collector, filledLines, messageRow } from '../log-lines'

interface Reading {
  /** Tables of messages that may take the line, first match wins. */
  readonly kinds: readonly string[]
  /** Their field -> our column, or columns of which the first that is known counts. */
  readonly fields: Readonly<Record<string, string>>
}
const FIREWALL: Readonly<Record<string, string>> = {
  [parsed('src_ip')]: 'source',
  [meta('source_ip')]: 'source',
  [parsed('dst_ip')]: 'destination',
  [parsed('src_port')]: 'source_port',
  [parsed('dst_port')]: 'destination_port',
}
const iptables = (name: string) => `Evt.Unmarshaled["iptables"]["${name}"]`
const READINGS: Readonly<Record<string, Reading>> = {
  'crowdsecurity/sshd-logs': {
    kinds: ['ssh_auth', 'pam_auth', 'tcpwrapper'],
    fields: {
      [meta('source_ip')]: 'address',
      [parsed('sshd_client_ip')]: 'address',
      [meta('target_user')]: 'account',
      [parsed('sshd_invalid_user')]: 'account',
      [parsed('uid')]: 'uid',
      [parsed('sshd_port')]: 'port',
    },
  },
  'crowdsecurity/iptables-logs': {
    kinds: ['firewall_block'],
    fields: {
      ...FIREWALL,
      [parsed('proto')]: 'proto',
      [meta('service')]: 'proto',
      [parsed('int_eth')]: 'interface_in',
      [iptables('IN')]: 'interface_in',
      [iptables('OUT')]: 'interface_out',
      [iptables('SRC')]: 'source',
      [iptables('DST')]: 'destination',
      [iptables('SPT')]: 'source_port',
      [iptables('DPT')]: 'destination_port',
      [iptables('PROTO')]: 'proto',
      [meta('action')]: 'verdict',
    },
  },
  ...Object.fromEntries(
    ['firewallservices/pf-logs', 'firewallservices/pf-logs-drop'].map((name) => [
      name,
      {
        kinds: ['firewall_block'],
        fields: {
          ...FIREWALL,
          [parsed('action')]: 'verdict',
          [parsed('iface')]: 'interface_in interface_out',
          [parsed('ip4_proto')]: 'proto',
          [parsed('ip6_proto')]: 'proto',
        },
      },
    ]),
  ),
  'crowdsecurity/pam-logs': {
    kinds: ['pam_auth'],
    fields: {
      [parsed('uid')]: 'uid',
      [parsed('username')]: 'account',
      [meta('username')]: 'account',
      [parsed('ruser')]: 'remote_user',
      [parsed('tty')]: 'terminal',
    },
  },
  'crowdsecurity/segfault-logs': {
    kinds: ['oom_segfault'],
    fields: { [parsed('binary')]: 'program', [meta('binary')]: 'program' },
  },
}
/** What the header says again, and what crowdsec concludes rather than reads. */
const ELSEWHERE =
  /datasource_|"(?:logsource|message|pid|program|timestamp8601|timestamp|machine|log_type|sub_log_type|hostname|syslog_priority|syslog_version|seq_id)"|^Success$|Whitelisted/

/** What became of a packet, in our two words. */
const VERDICTS: Readonly<Record<string, string>> = { drop: 'block', reject: 'block', accept: 'pass' }

const lower = (v: unknown) => (v === null || v === undefined ? null : String(v).toLowerCase())

export default defineComparator({
  title: 'crowdsec on messages',
  expects: /^[\w-]+\/crowdsec__.*\.json$/,
  compare: (input) => {
    const c = collector()
    const notCarried = new Set<string>()
    const lines = filledLines(input.bytes)
    const events = byLine(input.events())
    for (const { stage, event, parser, fields } of input.json<CrowdsecResult>().events) {
      if (stage !== 's01-parse' || fields['Success'] === false) continue
      const reading = READINGS[parser]
      const row = reading ? messageRow(reading.kinds, events.get(lines[event]?.no ?? -1)) : null
      for (const [field, theirs] of Object.entries(fields)) {
        if (ELSEWHERE.test(field)) continue
        const ours = reading?.fields[field]
        if (ours === undefined) {
          notCarried.add(`${parser.replace(/^.*\//, '')} ${field.replace(/^Evt\.(\w+)\["(.*)"\]$/, '$1 $2')}`)
          continue
        }
        const value = lower(
          ours
            .split(' ')
            .map((name) => row?.[name] ?? null)
            .find((v) => v !== null),
        )
        const wanted = lower(theirs)
        c.add(`event ${event}`, { [field]: [ours === 'verdict' ? (VERDICTS[wanted ?? ''] ?? wanted) : wanted, value] })
      }
    }
    return c.done([...notCarried])
  },
})
