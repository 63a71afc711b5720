import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /JOURNALCTL_HEADER/, kind: null, why: 'journalctl --header' },
    { match: /\.json$/, kind: 'journal_json' },
    { match: /short-(?:iso|full)/, kind: 'syslog_iso' },
    { match: /short-monotonic/, kind: 'journal_monotonic' },
    { match: /short|journalctl_/, kind: 'rfc3164' },
    { match: /export/, kind: null, why: 'journalctl -o export' },
    { match: /\.zst$/, kind: null, why: 'binary journal' },
    { match: /\.cat\.txt/, kind: null, why: 'messages without anything else' },
    { match: /json-pretty/, kind: null, why: 'journalctl -o json-pretty' },
    { match: /verbose/, kind: null, why: 'journalctl -o verbose' },
  ],
})
