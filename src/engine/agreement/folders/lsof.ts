import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /LSOF_BAD/, kind: null, why: 'warnings alone' },
    { match: /fuser/, kind: 'fuser', as: 'fuser.txt' },
    { match: /lsof_-F/, kind: 'lsof_fields' },
    { match: /./, kind: 'lsof' },
  ],
})
