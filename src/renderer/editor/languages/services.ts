import { checkServices } from '../../../shared/config-checks/services'
import { defineLanguage } from '../define'

export default defineLanguage({
  title: 'Services',
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/^[\w.+*-]+/, 'keyword'],
      [/\b\d+(?=\/)/, 'number'],
      [/\/(?:tcp|udp|sctp|dccp)\b/, 'type'],
    ],
  },
  check: checkServices,
})
