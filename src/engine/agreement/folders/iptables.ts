import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /SAVE/, kind: null, why: 'iptables-save' },
    { match: /./, kind: null, why: 'iptables -L' },
  ],
})
