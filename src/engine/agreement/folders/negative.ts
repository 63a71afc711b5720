import { defineFolder } from '../define'

export default defineFolder({
  ignore: /\.(?:tar\.gz|zip)$/,
  files: [{ match: /windows/, kind: null, why: 'netstat of Windows' }],
})
