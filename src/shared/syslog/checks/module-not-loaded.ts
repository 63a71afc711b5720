import { MODULES } from '../catalog/modules'
import { moduleName } from '../configure'
import { paramValue } from '../tree'
import { defineCheck, within } from './define'

/** `input(type="imudp" ...)` or `$UDPServerRun` without the module. */
export default defineCheck({
  severity: 'error',
  why: 'The daemon refuses an input of a module that is not loaded: it does not listen, and the messages never come in.',
  mend: 'Load the module before the input: module(load="...").',
  *run(input) {
    if (input.config.dialect !== 'rsyslog') return
    const loaded = new Set(input.config.modules.map((m) => m.name))
    for (const { type, place } of input.config.inputs)
      if (type !== '' && !loaded.has(moduleName(type)))
        yield { ...place, message: `The module ${moduleName(type).slice(0, 40)} is not loaded.` }
    for (const { statement: s, path } of input.statements) {
      const load =
        s.kind === 'object' && s.type === 'module'
          ? paramValue(s.params, 'load')
          : s.kind === 'directive' && s.name.toLowerCase() === 'modload'
            ? s.value.split(/[\s#]/)[0]!
            : null
      const name = load === null ? null : moduleName(load)
      if (name && !MODULES.has(name) && name !== 'MySQL')
        yield {
          ...within({ path }, s),
          severity: 'info',
          message: `${name.slice(0, 40)} is no module that is known here.`,
        }
    }
  },
})
