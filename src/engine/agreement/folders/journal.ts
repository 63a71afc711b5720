import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /JOURNALCTL_HEADER/, kind: null, why: 'journalctl --header' },
    { match: /fuzz-(?:28817|8659)/, kind: null, why: 'made to hurt: no entry could be told' },
    { match: /fuzz/, kind: 'journal_export', mixed: true, why: 'made to hurt' },
    { match: /__export__|\.export$|__binary__/, kind: 'journal_export' },
    { match: /json-pretty/, kind: 'journal_pretty' },
    { match: /\.verbose\./, kind: 'journal_verbose' },
    { match: /\.json$/, kind: 'journal_json' },
    { match: /short-(?:iso|full)/, kind: 'syslog_iso' },
    { match: /short-monotonic/, kind: 'journal_monotonic' },
    { match: /short|journalctl_/, kind: 'rfc3164' },
    { match: /\.cat\.txt/, kind: null, why: 'messages without anything else' },
  ],
})
