import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /finger/, kind: 'finger' },
    { match: /^plaso/, kind: 'wtmp' },
    { match: /utmpdump/, kind: 'utmpdump' },
    { match: /lastlog/, kind: 'lastlog' },
    { match: /last/, kind: 'last' },
    { match: /who/, kind: 'who' },
    { match: /_w\./, kind: 'w' },
  ],
})
