import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /pstree/, kind: 'pstree' },
    { match: /no-headers/, kind: null, why: 'without a header nothing says what a column is' },
    { match: /top_b/, kind: 'top' },
    { match: /PsAuxcww_BAD/, kind: 'ps', left: 1, why: 'damaged on purpose' },
    { match: /./, kind: 'ps' },
  ],
})
