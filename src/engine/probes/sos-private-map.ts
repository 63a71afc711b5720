/**
 * What `sos clean` put in place of names and addresses: the private map that stays with whoever made the report.
 *   {
 *       "hostname_map": {
 *           "web01": "host0",
 *       "ip_map": {
 *           "192.0.2.10/24": "100.0.0.1/24",
 * sos/cleaner: one map a kind, written with an indent of four; later versions with two. It names the real host.
 */
import { defineProbe, type Line, text } from '../define'

const SECTION = /^\s*"(\w{1,60})"\s*:\s*\{\s*$/
const EMPTY = /^\s*"\w{1,60}"\s*:\s*(?:\{\s*\}|\d+)\s*,?\s*$/
const ENTRY = /^\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*")\s*,?\s*$/
const OTHER = /^\s*[{}]\s*,?\s*$/

const plain = (json: string): string | null => {
  try {
    return JSON.parse(json) as string
  } catch {
    return null
  }
}

export default defineProbe({
  title: 'Stand-ins of an obfuscated report (sos clean)',
  commands: ['sosreport-host0-2025-03-04-abcdefg-private_map', '/etc/sos/cleaner/default_mapping'],
  recognise: {
    names: ['*private_map', 'cleaner/default_mapping'],
    shape: (head) =>
      /^\s*\{\s*(?:"schema_version"\s*:\s*\d+\s*,\s*)?"\w+_map"\s*:\s*\{/.test(head.text) && head.text.includes('_map"')
        ? 0.9
        : 0,
  },
  columns: {
    kind: text('hostname, ip, ipv6, mac, keyword or username'),
    original: text('Name or address on the host'),
    stand_in: text('What stands in its place in the report'),
  },
  parse: (lines, out) => {
    let kind: string | null = null
    for (const line of lines) {
      const section = line.text.length < 4000 ? SECTION.exec(line.text) : null
      const entry = kind !== null && line.text.length < 4000 ? ENTRY.exec(line.text) : null
      if (section) {
        kind = section[1]!.replace(/_map$/, '')
        out.noise(line)
      } else if (entry) put(kind!, entry[1]!, entry[2]!, line)
      else if (OTHER.test(line.text) || EMPTY.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not an entry of a map')
    }
    function put(what: string, from: string, to: string, line: Line) {
      const original = plain(from)
      const stand_in = plain(to)
      if (original === null || stand_in === null) out.unparsed(line, 'not a JSON string')
      else out.row({ kind: what, original, stand_in }, line)
    }
  },
  // The map of a report of one host belongs to the host that the report is of.
  facts: (rows) => {
    const hosts = new Set(
      rows.filter((r) => r.kind === 'hostname' && /^host\d+$/.test(r.stand_in)).map((r) => r.stand_in),
    )
    const [host] = hosts
    return hosts.size === 1 && host ? { host } : {}
  },
})
