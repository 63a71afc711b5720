import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /proc_net_route|net_route|route_nogw/, kind: 'proc_net_route' },
    { match: /TEST_BAD/, kind: null, why: 'damaged on purpose' },
    { match: /netstat_in$|netstat_rn_two/, kind: 'netstat_i' },
    { match: /ip_|IP_ROUTE/, kind: 'ip_route' },
    { match: /./, kind: 'netstat_r' },
  ],
})
