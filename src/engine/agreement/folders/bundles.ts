import { defineFolder } from '../define'

export default defineFolder({
  // Archives are recognised by their importers.
  ignore: /\.(?:tar\.gz|tar\.xz|zip|md5)$/,
  files: [{ match: /uac-.*\.log$/, kind: 'uac_acquisition' }],
})
