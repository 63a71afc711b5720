/** The report as data: the model itself. Control, bidi and invisible characters are escapes, so nothing in it is obeyed. */
import { inertJson } from '../../shared/inert'
import { defineExport } from '../define'

export default defineExport({
  title: 'JSON',
  extension: 'json',
  render: (model) => `${inertJson(model, 2)}\n`,
})
