import { defineFolder } from '../define'

export default defineFolder({
  files: [
    {
      match: /ping-ip-O-unparsedlines/,
      kind: 'ping',
      left: 3,
      why: 'a test put in three lines that ping does not print',
    },
    { match: /./, kind: 'ping' },
  ],
})
