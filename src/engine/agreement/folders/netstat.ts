import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /nstat_|nstat\.txt/, kind: 'nstat' },
    { match: /netstat_-g/, kind: 'multicast' },
    { match: /netstat_-M|bb_netstat/, kind: null, why: 'a usage text' },
    {
      match: /NO_LOCAL_ADDR_COLON/,
      kind: 'netstat',
      left: 2,
      why: 'no netstat has a column of its own for the port: a test made it up',
    },
    { match: /netstat[-_]+(?:-)?ie\.txt$/, kind: 'ifconfig' },
    { match: /netstat_?-i/, kind: 'netstat_i' },
    { match: /netstat_?-r/, kind: 'netstat_r' },
    { match: /netstat_-s/, kind: 'netstat_s' },
    { match: /./, kind: 'netstat' },
  ],
})
