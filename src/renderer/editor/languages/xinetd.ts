import { checkXinetd } from '../../../shared/config-checks/xinetd'
import { defineLanguage } from '../define'

export default defineLanguage({
  title: 'xinetd',
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/^\s*(?:service|defaults|includedir|include)\b/, 'keyword'],
      [/[a-z_]+(?=\s*[+-]?=)/, 'attribute'],
      [/\b(?:yes|no)\b/, 'type'],
      [/\/[\w./-]+/, 'string'],
      [/\b\d+\b/, 'number'],
      [/[{}]/, 'delimiter'],
    ],
  },
  check: checkXinetd,
})
