import { defineFolder } from '../define'

export default defineFolder({
  files: [
    // Sample messages, whatever the name says.
    { match: /1\.retry/, kind: 'rfc3164' },
    { match: /droprules/, kind: null, why: 'comments only' },
    // Rules alone could be of any syslogd: their place in the bundle tells.
    { match: /./, kind: 'rsyslog_conf', as: 'etc/rsyslog.d/50-default.conf', alike: 'syslog_conf' },
  ],
})
