import { checkAudit } from '../../../shared/config-checks/audit'
import { defineLanguage } from '../define'

export default defineLanguage({
  title: 'Audit rules',
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/(?:^|\s)--?[\w-]+/, 'keyword'],
      [/\b(?:always|never|exit|task|user|exclude|filesystem)\b/, 'type'],
      [/[a-z_]+\d*(?=[!=<>&]+)/, 'attribute'],
      [/\/[\w./-]+/, 'string'],
      [/\b\d+\b/, 'number'],
    ],
  },
  check: checkAudit,
})
