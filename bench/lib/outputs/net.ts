/** Large outputs of network tools. */
import { ipv4, mac, type Output, pad, pick, right } from './output'

const STATES = ['ESTABLISHED', 'TIME_WAIT', 'LISTEN', 'CLOSE_WAIT', 'SYN_SENT']
/** Without blanks, which make jc refuse a whole file of netstat. */
const PROGRAMS = ['nginx', 'sshd:', 'postgres', 'java', '(squid-1)', 'rsyslogd']
const SS_STATES = ['ESTAB', 'TIME-WAIT', 'LISTEN', 'CLOSE-WAIT', 'FIN-WAIT-2']

export const outputs: readonly Output[] = [
  {
    kind: 'arp',
    command: 'arp -a',
    jc: '--arp',
    head: ['gateway (10.0.0.1) at 02:00:00:00:00:01 [ether] on eth0'],
    entry: (i, r) =>
      i % 7 === 3
        ? `? (${ipv4(r)}) at <incomplete> on eth0`
        : `host${i}.example.net (${ipv4(r)}) at ${mac(r)} [ether] on eth${r(4)}`,
  },
  {
    kind: 'arp',
    command: 'arp -n',
    jc: '--arp',
    head: ['Address                  HWtype  HWaddress           Flags Mask            Iface'],
    entry: (i, r) =>
      i % 7 === 3
        ? `${pad(ipv4(r), 24)}         (incomplete)                              eth0`
        : `${pad(ipv4(r), 25)}ether   ${mac(r)}   C                     eth${r(4)}`,
  },
  {
    kind: 'arp',
    command: '/proc/net/arp',
    jc: '--proc-net-arp',
    head: ['IP address       HW type     Flags       HW address            Mask     Device'],
    entry: (_, r) => `${pad(ipv4(r), 17)}0x1         0x2         ${mac(r)}     *        eth${r(4)}`,
  },
  {
    kind: 'ifconfig',
    command: 'ifconfig -a',
    jc: '--ifconfig',
    head: [],
    entry: (i, r) => `veth${i}: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
        inet ${ipv4(r)}  netmask 255.255.255.0  broadcast 10.0.0.255
        inet6 fe80::42:${r(65536).toString(16)}  prefixlen 64  scopeid 0x20<link>
        ether ${mac(r)}  txqueuelen 1000  (Ethernet)
        RX packets ${r(1e6)}  bytes ${r(1e9)} (${r(900)}.3 MiB)
        RX errors ${r(3)}  dropped ${r(9)}  overruns 0  frame 0
        TX packets ${r(1e6)}  bytes ${r(1e9)} (${r(900)}.1 MiB)
        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0
`,
  },
  {
    kind: 'ifconfig',
    command: 'ifconfig -a (net-tools 1)',
    jc: '--ifconfig',
    head: [],
    entry: (i, r) => `${pad(`veth${i}`, 9)} Link encap:Ethernet  HWaddr ${mac(r)}
          inet addr:${ipv4(r)}  Bcast:10.0.0.255  Mask:255.255.255.0
          inet6 addr: fe80::42:${r(65536).toString(16)}/64 Scope:Link
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
          RX packets:${r(1e6)} errors:${r(3)} dropped:0 overruns:0 frame:0
          TX packets:${r(1e6)} errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:1000
          RX bytes:${r(1e9)} (13.2 KB)  TX bytes:${r(1e9)} (13.2 KB)
`,
  },
  {
    kind: 'netstat',
    command: 'netstat -anpe',
    jc: '--netstat',
    head: [
      'Active Internet connections (servers and established)',
      'Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name    ',
    ],
    entry: (i, r) => {
      const state = pick(STATES, r)
      const pid = 1 + r(60_000)
      const owner = pad(state === 'TIME_WAIT' ? '-' : `${pid}/${pick(PROGRAMS, r)}`, 20)
      const remote = state === 'LISTEN' ? '0.0.0.0:*' : `${ipv4(r)}:${1 + r(65_000)}`
      return `${pad('tcp', 5)} ${right(r(3), 6)} ${right(r(9), 6)} ${pad(`${ipv4(r)}:${1 + r(65_000)}`, 23)} ${pad(remote, 23)} ${pad(state, 11)} ${pad(r(2000), 10)} ${pad(10_000 + i, 10)} ${owner}`
    },
  },
  {
    kind: 'netstat',
    command: 'netstat -anpx',
    jc: '--netstat',
    head: [
      'Active UNIX domain sockets (servers and established)',
      'Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path',
    ],
    entry: (i, r) =>
      i % 4 === 0
        ? `unix  2      [ ACC ]     STREAM     LISTENING     ${pad(10_000 + i, 8)} ${pad(`${1 + r(60_000)}/${pick(PROGRAMS, r)}`, 20)} /run/app/${i}.sock`
        : `unix  3      [ ]         STREAM     CONNECTED     ${pad(10_000 + i, 8)} ${pad(`${1 + r(60_000)}/${pick(PROGRAMS, r)}`, 20)} ${i % 3 ? '' : '@/tmp/bus'}`,
  },
  {
    kind: 'netstat_r',
    command: 'netstat -rn',
    jc: '--netstat',
    head: ['Kernel IP routing table', 'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface'],
    entry: (i, r) =>
      `${pad(`10.${(i >> 8) & 255}.${i & 255}.0`, 15)} ${pad(i % 3 ? '0.0.0.0' : ipv4(r), 15)} ${pad('255.255.255.0', 15)} ${pad(i % 3 ? 'U' : 'UG', 5)} ${right(0, 5)} ${pad(0, 6)} ${right(0, 5)} eth${r(4)}`,
  },
  {
    kind: 'netstat_r',
    command: 'route -n',
    jc: '--route',
    head: ['Kernel IP routing table', 'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface'],
    entry: (i, r) =>
      `${pad(`10.${(i >> 8) & 255}.${i & 255}.0`, 15)} ${pad(i % 3 ? '0.0.0.0' : ipv4(r), 15)} ${pad('255.255.255.0', 15)} ${pad(i % 3 ? 'U' : 'UG', 5)} ${pad(100, 6)} ${pad(0, 2)} ${right(0, 7)} eth${r(4)}`,
  },
  {
    kind: 'netstat_i',
    command: 'netstat -i',
    jc: '--netstat',
    head: [
      'Kernel Interface table',
      'Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg',
    ],
    entry: (i, r) =>
      `${pad(`veth${i}`, 16)} ${right(1500, 4)} ${right(r(1e7), 8)} ${right(0, 6)} ${right(r(9), 6)} ${pad(0, 6)} ${right(r(1e7), 8)} ${right(0, 6)} ${right(0, 6)} ${right(0, 6)} BMRU`,
  },
  {
    kind: 'ss',
    command: 'ss -tuanp',
    jc: '--ss',
    head: ['Netid State      Recv-Q Send-Q    Local Address:Port      Peer Address:Port Process'],
    entry: (_, r) => {
      const state = pick(SS_STATES, r)
      const remote = state === 'LISTEN' ? '0.0.0.0:*' : `${ipv4(r)}:${1 + r(65_000)}`
      const users = state === 'TIME-WAIT' ? '' : `users:(("${pick(PROGRAMS, r)}",pid=${1 + r(60_000)},fd=${r(90)}))`
      return `tcp   ${pad(state, 10)} ${pad(r(3), 6)} ${pad(r(128), 6)} ${right(`${ipv4(r)}:${1 + r(65_000)}`, 22)} ${right(remote, 22)} ${users}`
    },
  },
  {
    kind: 'ss',
    command: 'ss -anpe',
    jc: '--ss',
    head: ['Netid State      Recv-Q Send-Q    Local Address:Port      Peer Address:Port Process'],
    entry: (i, r) => {
      if (i % 3 === 0)
        return `u_str ESTAB      0      0      ${i % 2 ? '*' : `/run/app/${i}.sock`} ${10_000 + i} * ${20_000 + i} users:(("${pick(PROGRAMS, r)}",pid=${1 + r(60_000)},fd=${r(90)})) <->`
      const remote = i % 5 ? `${ipv4(r)}:${1 + r(65_000)}` : '0.0.0.0:*'
      return `tcp   ${pad(i % 5 ? 'ESTAB' : 'LISTEN', 10)} 0      ${pad(r(128), 6)} ${right(`${ipv4(r)}:${1 + r(65_000)}`, 22)} ${right(remote, 22)} users:(("nginx",pid=${1 + r(60_000)},fd=6),("nginx",pid=${1 + r(60_000)},fd=6)) uid:${r(2000)} ino:${10_000 + i} sk:${(4096 + i).toString(16)} <->`
    },
  },
  {
    kind: 'ping',
    command: 'ping -c 100000',
    jc: '--ping',
    head: ['PING zeus.example.net (192.0.2.20) 56(84) bytes of data.'],
    entry: (i, r) =>
      `64 bytes from zeus.example.net (192.0.2.20): icmp_seq=${(i + 1) & 65_535} ttl=62 time=${r(90)}.${r(900) + 100} ms`,
    foot: [
      '',
      '--- zeus.example.net ping statistics ---',
      '100000 packets transmitted, 100000 received, 0% packet loss, time 99999ms',
      'rtt min/avg/max/mdev = 0.060/40.069/90.078/10.006 ms',
    ],
  },
  {
    kind: 'traceroute',
    command: 'traceroute',
    jc: '--traceroute',
    head: ['traceroute to library.example.net (206.66.12.202), 30 hops max, 60 byte packets'],
    // jc takes what a trace has, so the trace is long rather than many.
    entry: (i, r) =>
      i % 9 === 8
        ? `${right((i % 250) + 1, 2)}  * * *`
        : `${right((i % 250) + 1, 2)}  core${r(90)}.example.net (${ipv4(r)})  ${r(90)}.${100 + r(800)} ms  ${r(90)}.${100 + r(800)} ms  ${r(90)}.${100 + r(800)} ms`,
  },
  {
    kind: 'traceroute',
    command: 'tracepath',
    jc: '--tracepath',
    head: [' 1?: [LOCALHOST]                      pmtu 1500'],
    entry: (i, r) =>
      `${right((i % 250) + 1, 2)}:  ${pad(ipv4(r), 48)}  ${r(90)}.${100 + r(800)}ms ${i % 4 ? '' : 'asymm  2 '}`,
    foot: ['     Resume: pmtu 1500 hops 5 back 5 '],
  },
  {
    kind: 'iptables',
    command: 'iptables -nvL',
    jc: '--iptables',
    head: [
      'Chain INPUT (policy DROP 12 packets, 1024 bytes)',
      ' pkts bytes target     prot opt in     out     source               destination         ',
    ],
    entry: (_, r) =>
      `${right(r(99_999), 5)} ${right(r(99_999), 5)} ${pad(pick(['ACCEPT', 'DROP', 'f2b-sshd'], r), 10)} ${pad('tcp', 4)} --  ${pad('*', 6)} ${pad('eth0', 6)}  ${pad(`${ipv4(r)}/24`, 19)}  ${pad('0.0.0.0/0', 19)}  tcp dpt:${1 + r(65_000)} ctstate NEW`,
  },
  {
    kind: 'proc_net_dev',
    command: '/proc/net/dev',
    jc: '--proc-net-dev',
    head: [
      'Inter-|   Receive                                                |  Transmit',
      ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    ],
    entry: (i, r) =>
      `${right(`veth${i}`, 6)}: ${right(r(1e9), 7)} ${right(r(1e6), 7)}    0    ${r(9)}    0     0          0         0 ${right(r(1e9), 8)} ${right(r(1e6), 7)}    0    0    0     0       0          0`,
  },
  {
    kind: 'proc_net_packet',
    command: '/proc/net/packet',
    jc: '--proc-net-packet',
    head: ['sk       RefCnt Type Proto  Iface R Rmem   User   Inode'],
    entry: (i, r) =>
      `00000000${r(2 ** 31)
        .toString(16)
        .padStart(8, '0')} 3      3    0003   ${pad(r(9), 5)} 1 ${pad(r(9999), 6)} ${pad(0, 6)} ${10_000 + i}`,
  },
  {
    kind: 'proc_net_route',
    command: '/proc/net/route',
    jc: '--proc-net-route',
    head: [
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT                             ',
    ],
    entry: (i, r) =>
      `eth${r(4)}\t${i.toString(16).toUpperCase().padStart(8, '0')}\t010200C0\t0003\t0\t0\t${r(900)}\t00FFFFFF\t0\t0\t0`,
  },
  {
    kind: 'ip_addr',
    command: 'ip addr',
    jc: null,
    head: [],
    entry: (
      i,
      r,
    ) => `${i + 1}: veth${i}@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000
    link/ether ${mac(r)} brd ff:ff:ff:ff:ff:ff link-netnsid 0
    inet ${ipv4(r)}/24 brd 10.0.0.255 scope global veth${i}
       valid_lft forever preferred_lft forever
    inet6 fe80::42:${r(65536).toString(16)}/64 scope link 
       valid_lft forever preferred_lft forever`,
  },
  {
    kind: 'ip_link',
    command: 'ip -s link',
    jc: null,
    head: [],
    entry: (
      i,
      r,
    ) => `${i + 1}: veth${i}@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000
    link/ether ${mac(r)} brd ff:ff:ff:ff:ff:ff link-netnsid 0
    RX:  bytes packets errors dropped  missed   mcast           
    ${right(r(1e9), 10)} ${right(r(1e6), 7)}      0       0       0       0 
    TX:  bytes packets errors dropped carrier collsns           
    ${right(r(1e9), 10)} ${right(r(1e6), 7)}      0       0       0       0 `,
  },
  {
    kind: 'ip_neigh',
    command: 'ip neigh',
    jc: null,
    head: [],
    entry: (i, r) =>
      i % 7 === 3
        ? `${ipv4(r)} dev eth0  FAILED`
        : `${ipv4(r)} dev eth${r(4)} lladdr ${mac(r)} ${pick(['REACHABLE', 'STALE', 'DELAY'], r)}`,
  },
  {
    kind: 'ip_route',
    command: 'ip route',
    jc: null,
    head: ['default via 10.0.0.1 dev eth0 proto dhcp src 10.0.0.10 metric 100 '],
    entry: (i, r) =>
      `10.${(i >> 8) & 255}.${i & 255}.0/24 ${i % 3 ? '' : `via ${ipv4(r)} `}dev eth${r(4)} proto kernel scope link src ${ipv4(r)} metric ${r(900)} `,
  },
  {
    kind: 'netstat_s',
    command: 'netstat -s',
    jc: null,
    head: [],
    entry: (_, r) => `Ip:
    Forwarding: 2
    ${r(1e6)} total packets received
    ${r(1e6)} incoming packets delivered
    ${r(1e6)} requests sent out
Tcp:
    ${r(1e5)} active connection openings
    ${r(1e5)} segments received
    Detected reordering ${r(99)} times using SACK`,
  },
]
