import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /BAD_NEIGH/, kind: null, why: 'an error message in place of the listing' },
    { match: /neigh|NEIGH/, kind: 'ip_neigh' },
    { match: /./, kind: 'arp' },
  ],
})
