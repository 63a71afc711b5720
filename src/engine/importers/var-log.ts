/**
 * A plain copy of /var/log (`messages`, `secure`, `auth.log.1`, `wtmp`, `audit/audit.log`), at the top of the bundle
 * or under one folder.
 */
import { defineImporter } from '../define'

const KNOWN =
  /^(messages|secure|maillog|spooler|boot\.log|cron|syslog|auth\.log|kern\.log|daemon\.log|mail\.log|user\.log|dmesg|wtmp|btmp|lastlog|audit\/audit\.log|httpd\/|apache2\/|nginx\/|journal\/|dpkg\.log|yum\.log)([-.]\d+)?(\.(gz|xz|bz2|zst))?/

function rootOf(paths: readonly string[]): string {
  const hit = paths.find((p) => /(^|\/)var\/log\//.test(p))
  if (hit) return `${hit.slice(0, hit.search(/(^|\/)var\/log\//) + (/^var\/log\//.test(hit) ? 0 : 1))}var/log/`
  const first = paths[0]?.split('/')[0]
  return first && paths.every((p) => p.startsWith(`${first}/`)) ? `${first}/` : ''
}

export default defineImporter({
  title: 'Copy of /var/log',
  recognise: (paths) => {
    const root = rootOf(paths)
    const hits = paths.filter((p) => p.startsWith(root) && KNOWN.test(p.slice(root.length))).length
    return hits >= 2 && hits * 4 >= paths.length ? 0.6 : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths)
    return {
      root,
      facts: {},
      member: (path) => ({
        command: null,
        hostPath: path.startsWith(root) ? `/var/log/${path.slice(root.length)}` : null,
        collector: false,
      }),
    }
  },
})
