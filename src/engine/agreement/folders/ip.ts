import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /-json/, kind: 'ip_route' },
    { match: /maddr/, kind: 'multicast' },
    { match: /ip_rule/, kind: 'ip_rule' },
    { match: /vrf_show/, kind: 'ip_vrf' },
    { match: /ip_route/, kind: 'ip_route' },
    { match: /link|LINK/, kind: 'ip_link' },
    { match: /addr|ADDR/, kind: 'ip_addr' },
  ],
})
