import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /LSOF_BAD/, kind: null, why: 'warnings alone' },
    { match: /fuser/, kind: null, why: 'fuser' },
    { match: /lsof_-F/, kind: 'lsof_fields' },
    { match: /./, kind: 'lsof' },
  ],
})
