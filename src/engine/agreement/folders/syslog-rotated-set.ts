import { defineFolder } from '../define'

export default defineFolder({
  files: [{ match: /./, kind: 'rfc3164' }],
})
