import { defineFolder } from '../define'

export default defineFolder({
  files: [{ match: /./, kind: 'shell_history' }],
})
