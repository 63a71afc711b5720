/** Debian packages that the lab needs on this machine; installed when they are missing and this is root on Debian. */
import { must, works } from './run.mjs'

const TOOLS = {
  mmdebstrap: 'mmdebstrap',
  ip: 'iproute2',
  iptables: 'iptables',
  ssh: 'openssh-client',
  unshare: 'util-linux',
  ping: 'iputils-ping',
  traceroute: 'traceroute',
  '/usr/bin/python3': 'python3-minimal',
}
const there = (tool) => works('sh', ['-c', `command -v ${tool}`])
const missing = () => Object.keys(TOOLS).filter((tool) => !there(tool))

/** Gives the reason why the lab cannot be had here, or null when all is there. */
export function ensurePackages() {
  const names = missing().map((tool) => TOOLS[tool])
  if (names.length === 0) return null
  if (!there('apt-get')) return `this is no Debian, and ${names.join(', ')} are missing`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  console.error(`lab: installing ${names.join(' ')}`)
  must('apt-get', ['update', '-qq'], { env })
  must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
  const left = missing()
  return left.length === 0 ? null : `${left.join(', ')} cannot be installed`
}
