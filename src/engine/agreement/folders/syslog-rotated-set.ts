import { defineFolder } from '../define'

export default defineFolder({
  ignore: /\.csv$/,
  files: [{ match: /./, kind: 'rfc3164' }],
})
