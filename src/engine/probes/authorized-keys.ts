/**
 * Keys that may log in over ssh (sshd(8), AUTHORIZED_KEYS FILE FORMAT), and public keys (.pub).
 *   from="192.0.2.0/24",no-pty ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA... alice@laptop
 */
import { bool, defineProbe, list, optional, text } from '../define'
import { homeOwner } from '../probes-lib/home-owner'

const TYPES =
  '(?:cert-authority|ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-nistp\\d{3}|sk-[\\w-]+@openssh\\.com|ssh-[\\w-]+-cert-v01@openssh\\.com)'
const KEY = new RegExp(`^(${TYPES})\\s+(AAAA[A-Za-z0-9+/=]{20,16000})(?:\\s+(.*))?$`)
const OPTION =
  /^(?:agent-forwarding|cert-authority|command="(?:[^"\\]|\\.)*"|environment="(?:[^"\\]|\\.)*"|expiry-time="[^"]*"|from="(?:[^"\\]|\\.)*"|no-agent-forwarding|no-port-forwarding|no-pty|no-user-rc|no-X11-forwarding|permitlisten="[^"]*"|permitopen="[^"]*"|port-forwarding|principals="[^"]*"|pty|no-touch-required|verify-required|restrict|tunnel="[^"]*"|user-rc|X11-forwarding)(?:,|\s+|$)/i

function read(line: string): { options: string[]; type: string; key: string; comment: string | null } | null {
  let rest = line.trim()
  if (rest.length > 20_000) return null
  const options: string[] = []
  for (let m = OPTION.exec(rest); m; m = OPTION.exec(rest)) {
    options.push(m[0].replace(/[,\s]+$/, ''))
    rest = rest.slice(m[0].length)
    if (/\s$/.test(m[0])) break
  }
  const key = KEY.exec(rest)
  return key ? { options, type: key[1]!, key: key[2]!, comment: key[3]?.trim() || null } : null
}

export default defineProbe({
  title: 'Keys that may log in (authorized_keys)',
  commands: ['~/.ssh/authorized_keys'],
  recognise: {
    names: ['authorized_keys*', '*.pub'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !l.startsWith('#'))
      const fits = lines.filter((l) => read(l)).length
      return fits > 0 && fits >= lines.length * 0.7 ? 0.9 : 0
    },
  },
  columns: {
    user: optional(text('Account, from the path of the file')),
    type: text('Kind of key'),
    key: text('The key, base64'),
    comment: optional(text('Comment after the key')),
    options: list('What the key may or may not do'),
    forced_command: optional(text('Command that runs instead of a shell')),
    authority: bool('Whether it signs certificates'),
  },
  parse: (lines, out, context) => {
    const user = /\/\.ssh\//.test(context.path) ? homeOwner(context.path) : null
    for (const line of lines) {
      if (/^\s*#/.test(line.text)) {
        out.noise(line)
        continue
      }
      const found = read(line.text)
      if (!found) {
        out.unparsed(line, 'not a key of ssh')
        continue
      }
      const command = found.options.find((o) => /^command=/i.test(o))
      out.row(
        {
          user,
          type: found.type,
          key: found.key,
          comment: found.comment,
          options: found.options,
          forced_command: command ? command.slice(9, -1).replace(/\\"/g, '"') : null,
          authority: found.options.some((o) => /^cert-authority$/i.test(o)),
        },
        line,
      )
    }
  },
})
