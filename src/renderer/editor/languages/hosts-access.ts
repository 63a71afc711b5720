import { checkHostsAccess } from '../../../shared/config-checks/hosts-access'
import { defineLanguage } from '../define'

export default defineLanguage({
  title: 'TCP wrappers',
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/\b(?:ALL|LOCAL|UNKNOWN|KNOWN|PARANOID|EXCEPT)\b/, 'keyword'],
      [/\b(?:allow|deny|spawn|twist|severity|setenv|banners|rfc931)\b/, 'type'],
      [/%[a-zA-Z%]/, 'variable'],
      [/\d+(?:\.\d+)+\.?(?:\/[\d.]+)?/, 'number'],
      [/:/, 'delimiter'],
    ],
  },
  check: checkHostsAccess,
})
