import { defineFolder } from '../define'

export default defineFolder({
  files: [
    {
      match: /IP6TABLES_SAVE_SPECIAL/,
      kind: 'iptables_save',
      left: 1,
      why: 'a rule that is nothing but -A: a test made it up',
    },
    { match: /SAVE/, kind: 'iptables_save' },
    { match: /./, kind: 'iptables' },
  ],
})
