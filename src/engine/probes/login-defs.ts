/**
 * Defaults for new accounts and passwords, /etc/login.defs (login.defs(5)).
 *   PASS_MAX_DAYS	99999
 *   ENCRYPT_METHOD SHA512
 */
import { defineProbe, optional, text } from '../define'

const LINE = /^\s*([A-Z][A-Z0-9_]{2,40})(?:\s+(.*?))?\s*$/
const KNOWN =
  /^(?:PASS_(?:MAX|MIN)_(?:DAYS|LEN)|PASS_WARN_AGE|(?:SYS_)?[UG]ID_(?:MIN|MAX)|SUB_[UG]ID_(?:MIN|MAX|COUNT)|UMASK|ENCRYPT_METHOD|MD5_CRYPT_ENAB|MAIL_DIR|MAIL_FILE|CREATE_HOME|USERGROUPS_ENAB|LOGIN_(?:RETRIES|TIMEOUT)|FAILLOG_ENAB|LOG_\w+|SU_NAME|ENV_(?:SU)?PATH|HUSHLOGIN_FILE|TTY(?:GROUP|PERM)|ERASECHAR|KILLCHAR|CHFN_RESTRICT|DEFAULT_HOME|SYSLOG_\w+|HMAC_CRYPTO_ALGO|HOME_MODE|SHA_CRYPT_\w+|YESCRYPT_\w+|USERDEL_CMD|NOLOGINS_FILE|CONSOLE\w*|FTMP_FILE|QUOTAS_ENAB|LASTLOG_\w+)$/

export default defineProbe({
  title: 'Defaults for accounts (login.defs)',
  commands: ['/etc/login.defs'],
  recognise: {
    names: ['etc/login.defs', 'login.defs'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 80)
      const fits = lines.filter((l) => KNOWN.test((l.length < 400 && LINE.exec(l)?.[1]) || ' ')).length
      return fits >= 2 && fits >= lines.length * 0.8 ? 0.9 : 0
    },
  },
  columns: { key: text('Name of the setting'), value: optional(text('Its value')) },
  parse: (lines, out) => {
    for (const line of lines) {
      const m = line.text.length < 2000 ? LINE.exec(line.text) : null
      if (m) out.row({ key: m[1]!, value: m[2] || null }, line)
      else if (/^\s*#/.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a setting of login.defs')
    }
  },
})
