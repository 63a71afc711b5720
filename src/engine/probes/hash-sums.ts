/**
 * Hashes of files, as md5sum(1), sha1sum(1), sha256sum(1) and BSD's md5(1) print them.
 *   d41d8cd98f00b204e9800998ecf8427e  /bin/empty
 *   d41d8cd98f00b204e9800998ecf8427e *notes.txt            read as binary
 *   \d41d...  /tmp/a\nb                                     a name with line ends or backslashes
 *   SHA256 (/bin/ls) = 1e39354a6e481dac48375bfebb126fd96aed4e23bab3c53ed6ecf1c5e4d5736d
 */

import { defineProbe, text } from '../define'

const HEX = /^[0-9a-f]+$/i
const BSD = /^(MD5|SHA-?1|SHA-?224|SHA-?256|SHA-?384|SHA-?512|RMD160|BLAKE2b|SM3) \((.+)\) = ([0-9a-f]{32,128})$/
const BY_LENGTH: Readonly<Record<number, string>> = {
  32: 'md5',
  40: 'sha1',
  56: 'sha224',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
}
/** Backslash of an escaped name, hash and name; null when the line is not such a one. */
function gnu(line: string): readonly [whole: string, escaped: string, hash: string, name: string] | null {
  const from = line.charCodeAt(0) === 92 ? 1 : 0
  const at = line.indexOf(' ')
  if (BY_LENGTH[at - from] === undefined || at + 2 >= line.length) return null
  const mark = line.charCodeAt(at + 1)
  const hash = line.slice(from, at)
  return (mark === 32 || mark === 42) && HEX.test(hash)
    ? [line, from === 1 ? '\\' : '', hash, line.slice(at + 2)]
    : null
}
const COMPLAINT = /^\S*(?:md5|sha\d+|b2)(?:sum)?: /
const plain = (name: string): string =>
  name.replace(/\\(n|r|\\)/g, (_, c: string) => (c === 'n' ? '\n' : c === 'r' ? '\r' : '\\'))

export default defineProbe({
  title: 'Hashes of files (md5sum, sha1sum, sha256sum)',
  commands: ['md5sum', 'sha1sum', 'sha256sum'],
  recognise: {
    names: ['*.md5', '*.sha1', '*.sha256', 'md5sum*', 'sha*sum*', 'hash_executables*', 'hash_running_processes*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !COMPLAINT.test(l)).slice(0, 60)
      const fits = lines.filter((l) => gnu(l) !== null || BSD.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.95 : 0
    },
  },
  columns: {
    path: text('File'),
    algorithm: text('md5, sha1, sha256, ...; told by the length where the line does not say'),
    hash: text('Hash in small letters'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const g = gnu(line.text)
      const b = g ? null : BSD.exec(line.text)
      if (g)
        out.row(
          {
            path: g[1] ? plain(g[3]!) : g[3]!,
            algorithm: BY_LENGTH[g[2]!.length]!,
            hash: g[2]!.toLowerCase(),
          },
          line,
        )
      else if (b) out.row({ path: b[2]!, algorithm: b[1]!.toLowerCase().replace('-', ''), hash: b[3]! }, line)
      else if (COMPLAINT.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not the hash of a file')
    }
  },
})
