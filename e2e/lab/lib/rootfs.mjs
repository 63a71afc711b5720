/** The root file system that all lab hosts share, read-only. Made once; a change of the list makes it anew. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { LAB, ROOTFS } from './places.mjs'
import { must } from './run.mjs'

const PACKAGES = [
  'openssh-server',
  'rsyslog',
  'net-tools',
  'iproute2',
  'lsof',
  'procps',
  'iputils-ping',
  'traceroute',
  'tcpdump',
  'busybox-static',
  'sudo',
  'netcat-openbsd',
  'zstd',
  'systemd',
  'libcap2-bin',
  'locales',
  'tcsh',
  'cron',
]
const SOURCES = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list']

function release() {
  const told = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8'))
  return told?.[1] ?? 'bookworm'
}

export function ensureRootfs() {
  const mark = `${ROOTFS}.ok`
  const wanted = `${release()} ${PACKAGES.join(' ')}\n`
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  console.error('lab: making the root file system (about a minute, once)')
  rmSync(ROOTFS, { recursive: true, force: true })
  mkdirSync(LAB, { recursive: true, mode: 0o755 })
  const sources = SOURCES.filter((path) => existsSync(path)).slice(0, 1)
  must('mmdebstrap', [
    '--quiet',
    '--mode=root',
    '--variant=minbase',
    `--include=${PACKAGES.join(',')}`,
    release(),
    ROOTFS,
    ...sources,
  ])
  // Messages in another language come from here.
  must('chroot', [ROOTFS, 'localedef', '-i', 'de_DE', '-f', 'UTF-8', 'de_DE.UTF-8'])
  writeFileSync(mark, wanted)
}
