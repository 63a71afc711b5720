/**
 * Host keys that an account has met, ~/.ssh/known_hosts (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
 *   web01,192.0.2.7 ssh-ed25519 AAAAC3Nza... comment
 *   |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa AAAA...       the name is hashed
 *   @revoked [bastion]:2222 ecdsa-sha2-nistp256 AAAA...
 */
import { bool, defineProbe, list, optional, text } from '../define'
import { homeOwner } from '../probes-lib/home-owner'

const LINE =
  /^(?:(@cert-authority|@revoked) +)?(\|1\|[A-Za-z0-9+/=]{20,60}\|[A-Za-z0-9+/=]{20,60}|[^\s|@#][^\s|]{0,2000}) +((?:ssh-|ecdsa-|sk-)[\w@.-]{2,60}) +(AAAA[A-Za-z0-9+/=]{16,16000})(?: +(.*))?$/

export default defineProbe({
  title: 'Hosts that ssh has met (known_hosts)',
  commands: ['~/.ssh/known_hosts'],
  recognise: {
    names: ['known_hosts*', 'ssh_known_hosts*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !l.startsWith('#')).slice(0, 60)
      const fits = lines.filter((l) => l.length < 20_000 && LINE.test(l)).length
      return fits > 0 && fits >= lines.length * 0.8 ? 0.92 : 0
    },
  },
  columns: {
    user: optional(text('Account, from the path of the file')),
    hosts: list('Names and addresses, patterns included; empty when hashed'),
    hashed: bool('Whether the name is hashed and so cannot be read'),
    marker: optional(text('@cert-authority or @revoked')),
    type: text('Kind of key'),
    key: text('The key, base64'),
    comment: optional(text('Comment after the key')),
  },
  parse: (lines, out, context) => {
    const user = homeOwner(context.path)
    for (const line of lines) {
      if (/^\s*#/.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = line.text.length < 20_000 ? LINE.exec(line.text.trim()) : null
      if (!m) {
        out.unparsed(line, 'not a line of known_hosts')
        continue
      }
      const hashed = m[2]!.startsWith('|1|')
      out.row(
        {
          user,
          hosts: hashed ? [] : m[2]!.split(','),
          hashed,
          marker: m[1] ?? null,
          type: m[3]!,
          key: m[4]!,
          comment: m[5]?.trim() || null,
        },
        line,
      )
    }
  },
})
