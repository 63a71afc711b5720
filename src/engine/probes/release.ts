/**
 * Which system this is, in the forms before os-release: /etc/redhat-release and its kin, /etc/lsb-release, `lsb_release -a`,
 * /etc/debian_version.
 *   CentOS Linux release 7.7.1908 (Core)
 *   DISTRIB_DESCRIPTION="Ubuntu 18.04.5 LTS"
 *   Description:	Debian GNU/Linux 12 (bookworm)
 *   12.5
 */
import { defineProbe, text } from '../define'

const SENTENCE = /^[A-Z][\w .()/-]{1,80}? release \d[\w.]*(?:[ ()\w.-]*)$/
const ASSIGNED = /^(LSB_VERSION|DISTRIB_[A-Z]+)=(?:"([^"]*)"|'([^']*)'|(\S*))\s*$/
const PRINTED = /^(LSB Version|Distributor ID|Description|Release|Codename):\s+(.*?)\s*$/
const VERSION = /^(?:\d{1,3}(?:\.\d{1,3}){0,2}|[a-z]{3,12}\/sid)$/
const NOISE = /^No LSB modules are available\.$/
const NAMES_VERSION = /(?:^|\/)(?:etc\/)?(?:debian_version|alpine-release)$/

export default defineProbe({
  title: 'System release (redhat-release, lsb-release, debian_version)',
  commands: ['/etc/redhat-release', '/etc/lsb-release', 'lsb_release -a', '/etc/debian_version'],
  recognise: {
    names: [
      'etc/*-release',
      'redhat-release',
      'centos-release',
      'system-release',
      'lsb-release',
      'lsb_release*',
      'debian_version',
      'etc/debian_version',
    ],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !NOISE.test(l))
      if (lines.length === 0 || lines.length > 12 || lines.some((l) => l.length > 200)) return 0
      if (lines.length === 1 && VERSION.test(lines[0]!.trim())) return NAMES_VERSION.test(head.path) ? 0.7 : 0
      if (lines.length === 1 && SENTENCE.test(lines[0]!.trim())) return 0.85
      return lines.every((l) => ASSIGNED.test(l) || PRINTED.test(l)) && lines.some((l) => /^D/.test(l)) ? 0.92 : 0
    },
  },
  columns: { key: text('Name of the value; release for a sentence or a version alone'), value: text('The value') },
  parse: (lines, out) => {
    for (const line of lines) {
      const t = line.text.length < 400 ? line.text.trim() : ''
      const a = ASSIGNED.exec(t)
      const p = a ? null : PRINTED.exec(t)
      if (a) out.row({ key: a[1]!, value: a[2] ?? a[3] ?? a[4] ?? '' }, line)
      else if (p) out.row({ key: p[1]!, value: p[2]! }, line)
      else if (SENTENCE.test(t) || VERSION.test(t)) out.row({ key: 'release', value: t }, line)
      else if (NOISE.test(t)) out.noise(line)
      else out.unparsed(line, 'not the release of a system')
    }
  },
  facts: (rows) => {
    const value = (key: string) => rows.find((r) => r.key === key)?.value
    const sentence = value('release')
    const os =
      value('DISTRIB_DESCRIPTION') ?? value('Description') ?? (sentence && SENTENCE.test(sentence) ? sentence : null)
    return os ? { os } : {}
  },
})
