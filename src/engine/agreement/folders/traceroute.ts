import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /tr_unknown/, kind: null, why: 'a complaint about a name, and nothing that says whose' },
    { match: /./, kind: 'traceroute' },
  ],
})
