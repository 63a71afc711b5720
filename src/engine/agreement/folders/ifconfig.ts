import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /ifconfig_s\.txt$/, kind: 'netstat_i' },
    { match: /ifconfig-l$/, kind: null, why: 'a bare list of names, which has no shape' },
    { match: /./, kind: 'ifconfig' },
  ],
})
