import { defineCheck } from './define'

/** A file in a .d folder whose name the include does not fit, as `50-auth.conf.bak`. */
export default defineCheck({
  severity: 'warning',
  why: 'The file looks like part of the configuration and is not read: what it says does not hold.',
  mend: 'Give it the ending that the include asks for (.conf), or include it.',
  *run({ config, files }) {
    const read = new Set(config.read)
    for (const { path, document } of files)
      if (!read.has(path) && /\/r?syslog\.d\//.test(path))
        yield {
          path,
          from: 0,
          to: Math.min(1, document.text.length),
          message: `No include of ${config.main} leads to this file.`,
        }
  },
})
