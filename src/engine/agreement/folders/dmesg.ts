import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /dmesg_denied/, kind: null, why: 'an error message in place of the listing' },
    { match: /kmsg-crash/, kind: null, why: 'a damaged record of /dev/kmsg' },
    { match: /./, kind: 'dmesg' },
  ],
})
