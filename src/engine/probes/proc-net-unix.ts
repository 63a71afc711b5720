/**
 * UNIX sockets as the kernel lists them, from /proc/net/unix.
 *   Num       RefCount Protocol Flags    Type St Inode Path
 *   00000000ad64f344: 00000004 00000000 00000000 0002 03 616331 /dev/log
 * Flags 00010000 says that it accepts connections; Type is 1 stream, 2 datagram, 5 seqpacket; St is 1 unconnected, 2 connecting,
 * 3 connected, 4 disconnecting (proc(5), net/unix/af_unix.c). Abstract names begin with @; a path may hold blanks.
 */
import { bool, defineProbe, int, optional, text } from '../define'
import { sight } from '../facets'
import { isPrompt } from '../probes-lib/lines'
import { count, hex } from '../probes-lib/numbers'

const HEADER = /^Num\s+RefCount\s+Protocol\s+Flags\s+Type\s+St\s+Inode\s+Path/
const ROW =
  /^([0-9a-fA-F]{8,16}): ([0-9a-fA-F]{8}) ([0-9a-fA-F]{8}) ([0-9a-fA-F]{8}) ([0-9a-fA-F]{4}) ([0-9a-fA-F]{2})\s+(\d+)(?: (.*))?$/
const TYPES: Readonly<Record<number, string>> = { 1: 'STREAM', 2: 'DGRAM', 3: 'RAW', 5: 'SEQPACKET' }
const STATES: Readonly<Record<number, string>> = { 2: 'CONNECTING', 3: 'CONNECTED', 4: 'DISCONNECTING' }

export default defineProbe({
  title: 'UNIX sockets (/proc/net/unix)',
  commands: ['/proc/net/unix'],
  recognise: {
    names: ['proc/net/unix', 'proc/*/net/unix', 'proc_net_unix*'],
    shape: (head) => (head.lines.some((l) => HEADER.test(l)) ? 0.95 : head.lines.some((l) => ROW.test(l)) ? 0.8 : 0),
  },
  columns: {
    address: text("The kernel's address of it, hashed or zero for those without privilege"),
    ref_count: int('References to it', 'count'),
    protocol: int('Protocol; always 0'),
    flags: text('Flags of the kernel, hexadecimal; 00010000 accepts connections'),
    type: optional(text('STREAM, DGRAM, SEQPACKET')),
    listening: bool('Whether it accepts connections'),
    state: optional(text('LISTEN, CONNECTED, CONNECTING, DISCONNECTING; null when unconnected')),
    state_number: int('State as the kernel numbers it (St)'),
    inode: int('Inode, which /proc/<pid>/fd names as socket:[inode]'),
    path: optional(text('Path, @ for an abstract name; null when it has none')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      const text = line.text
      const m = text.length < 1000 ? ROW.exec(text) : null
      if (m) {
        const listening = ((hex(m[4]) ?? 0) & 0x10000) !== 0
        out.row(
          {
            address: m[1]!,
            ref_count: hex(m[2]) ?? 0,
            protocol: hex(m[3]) ?? 0,
            flags: m[4]!,
            type: TYPES[hex(m[5])!] ?? null,
            listening,
            state: listening ? 'LISTEN' : (STATES[hex(m[6])!] ?? null),
            state_number: hex(m[6]) ?? 0,
            inode: count(m[7]) ?? 0,
            path: m[8]?.trim() ? m[8] : null,
          },
          line,
        )
      } else if (HEADER.test(text) || isPrompt(text)) out.noise(line)
    }
  },
  sights: (r) => [
    sight('socket', {
      proto: 'unix',
      state: r.state,
      inode: r.inode || null,
      path: r.path,
      owner_visible: false,
    }),
  ],
})
