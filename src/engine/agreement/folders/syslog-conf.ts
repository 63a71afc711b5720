import { defineFolder } from '../define'

export default defineFolder({
  files: [{ match: /./, kind: 'syslog_conf' }],
})
