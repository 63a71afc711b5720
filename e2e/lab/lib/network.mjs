/**
 * The lab's network: a switch with the analyst, the suspect, the log host and a router, and behind that router two more
 * and a far host, so that a traceroute has hops and a slow link among them.
 *
 *   analyst .0.1   suspect .0.10   loghost .0.20   r1 .0.254 -- r2 ~~(delay, loss)~~ r3 -- far .3.10
 */
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ADDRESS, HERE, LAB, NAMESPACES, NETWORK, namespace } from './places.mjs'
import { must, start, until, works } from './run.mjs'

const ip = (name, ...args) => must('ip', ['-n', namespace(name), ...args])
const address = (name, device, value) => {
  ip(name, 'addr', 'add', value, 'dev', device)
  ip(name, 'link', 'set', device, 'up')
}
/** A port of the switch, and the host's end of the cable. */
function port(name, value) {
  ip('sw', 'link', 'add', `p-${name}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace(name))
  ip('sw', 'link', 'set', `p-${name}`, 'master', 'br0', 'up')
  address(name, 'eth0', value)
}
function cable([a, deviceA, valueA], [b, deviceB, valueB]) {
  ip(a, 'link', 'add', deviceA, 'type', 'veth', 'peer', 'name', deviceB, 'netns', namespace(b))
  address(a, deviceA, valueA)
  address(b, deviceB, valueB)
}
const route = (name, ...args) => ip(name, 'route', 'add', ...args)

/** First of all, and left in place: no lab address is ever tried over the machine's own default route. */
export const guard = () => must('ip', ['route', 'replace', 'unreachable', NETWORK])

/** `delay` and `jitter` in milliseconds one way, `loss` in percent, of the link between the second and third router. */
export async function makeNetwork({ delay = 20, jitter = 2, loss = 0 } = {}) {
  mkdirSync('/run/netns', { recursive: true })
  for (const name of NAMESPACES) {
    must('ip', ['netns', 'add', namespace(name)])
    ip(name, 'link', 'set', 'lo', 'up')
  }
  ip('sw', 'link', 'add', 'br0', 'type', 'bridge')
  ip('sw', 'link', 'set', 'br0', 'up')
  for (const name of ['an', 'suspect', 'loghost', 'r1']) port(name, `${ADDRESS[name]}/24`)
  cable(['r1', 'eth1', '10.77.1.1/30'], ['r2', 'eth0', '10.77.1.2/30'])
  cable(['r3', 'eth1', '10.77.3.1/24'], ['far', 'eth0', `${ADDRESS.far}/24`])
  const file = join(LAB, 'link.log')
  writeFileSync(file, '')
  const args = [namespace('r2'), 'eth1', namespace('r3'), 'eth0', delay, jitter, loss].map(String)
  const pid = start('/usr/bin/python3', [join(HERE, 'slow-link.py'), ...args], openSync(file, 'w'))
  writeFileSync(join(LAB, 'link.pid'), String(pid))
  const log = () => readFileSync(file, 'utf8')
  await until(
    () => log().includes('ready'),
    5,
    () => `the slow link did not come up: ${log()}`,
  )
  address('r2', 'eth1', '10.77.2.1/30')
  address('r3', 'eth0', '10.77.2.2/30')
  for (const name of ['r1', 'r2', 'r3']) {
    const set = ['net.ipv4.ip_forward=1', 'net.ipv4.icmp_ratelimit=0', 'net.ipv4.icmp_msgs_per_sec=100000']
    must('ip', ['netns', 'exec', namespace(name), 'sysctl', '-qw', ...set])
  }
  for (const name of ['an', 'suspect', 'loghost']) route(name, 'default', 'via', ADDRESS.r1)
  route('far', 'default', 'via', '10.77.3.1')
  route('r1', '10.77.2.0/30', 'via', '10.77.1.2')
  route('r1', '10.77.3.0/24', 'via', '10.77.1.2')
  route('r2', '10.77.0.0/24', 'via', '10.77.1.1')
  route('r2', '10.77.3.0/24', 'via', '10.77.2.2')
  route('r3', '10.77.0.0/24', 'via', '10.77.2.1')
  route('r3', '10.77.1.0/30', 'via', '10.77.2.1')
}

export function removeNetwork() {
  for (const name of NAMESPACES) works('ip', ['netns', 'del', namespace(name)])
}
