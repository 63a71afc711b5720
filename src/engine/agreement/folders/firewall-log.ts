import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /tcpdump/, kind: null, why: 'text of tcpdump' },
    { match: /syslog_time_fmt1/, kind: 'syslog_iso' },
    { match: /./, kind: 'rfc3164' },
  ],
})
