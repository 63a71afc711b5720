/**
 * The facility that a log file's name tells, from the default rules of sysklogd, rsyslog and the BSDs' syslogd. Only
 * what the name alone settles: Debian's `auth.log` takes auth and authpriv both, so it tells neither.
 *
 *   authpriv.*                /var/log/secure        Red Hat
 *   auth,authpriv.*           /var/log/auth.log      Debian
 *   uucp,news.crit            /var/log/spooler       Red Hat
 *   local7.*                  /var/log/boot.log      Red Hat, before systemd
 *   lpr.info                  /var/log/lpd-errs      BSD
 *
 * A host with its own syslog.conf may say otherwise; the name is a guess that the configuration overrules.
 */
import { baseName } from './rotation'

const BY_NAME: Readonly<Record<string, number>> = {
  'kern.log': 0,
  kern: 0,
  'kernel.log': 0,
  'user.log': 1,
  maillog: 2,
  'mail.log': 2,
  'mail.info': 2,
  'mail.warn': 2,
  'mail.err': 2,
  mail: 2,
  'daemon.log': 3,
  daemon: 3,
  authlog: 4,
  'lpr.log': 6,
  'lpd-errs': 6,
  'news.log': 7,
  'news.crit': 7,
  'news.err': 7,
  'news.notice': 7,
  'uucp.log': 8,
  cron: 9,
  'cron.log': 9,
  secure: 10,
  'secure.log': 10,
  'boot.log': 23,
}

/** RFC 5424 facility number; -1 when the name does not tell. Rotation and compression suffixes do not matter. */
export function facilityOf(path: string): number {
  const name = baseName(path).toLowerCase()
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name]! : -1
}
