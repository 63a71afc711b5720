import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /tcpdump/, kind: null, why: 'text of tcpdump' },
    { match: /syslog_time_fmt1/, kind: 'syslog_iso' },
    { match: /pf-logs/, kind: 'rfc5424', mixed: true, why: 'RFC 3164 and RFC 5424 in one file' },
    { match: /./, kind: 'rfc3164' },
  ],
})
