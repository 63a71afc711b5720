import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /ltnpZ/, kind: null, why: 'an error message in place of the listing' },
    { match: /ss_-s\.txt/, kind: 'ss_summary' },
    { match: /./, kind: 'ss' },
  ],
})
