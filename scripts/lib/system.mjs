import { readFileSync } from 'node:fs'
import { output, run, which } from './run.mjs'
import { Missing, step } from './say.mjs'

/** What Electron and a virtual display need on a bare Debian; since Debian 13 and Ubuntu 24.04 some are called <name>t64. */
const DEBIAN = ['xvfb', 'libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'libdrm2']
const FEDORA = 'xorg-x11-server-Xvfb gtk3 nss alsa-lib mesa-libgbm libXScrnSaver libXtst libdrm'
const ARCH = 'xorg-server-xvfb gtk3 nss alsa-lib mesa libxss libxtst libdrm'

export const isRoot = () => process.getuid?.() === 0

/** Chromium refuses its sandbox to root: the switch is then passed from outside, and said. */
export const sandboxArgs = () => (process.platform === 'linux' && isRoot() ? ['--no-sandbox'] : [])

/** Whether windows can be shown: always so on macOS and Windows. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Shared libraries that the loader cannot find for a program. */
export function missingLibraries(program) {
  const listing = output('ldd', [program], { env: { ...process.env, LC_ALL: 'C' } }) ?? ''
  return [...listing.matchAll(/^\s*(\S+) => not found/gm)].map((m) => m[1])
}

function missingThings(electron, display) {
  if (process.platform !== 'linux') return []
  const tools = display ? ['Xvfb'].filter((tool) => which(tool) === null) : []
  return [...tools, ...missingLibraries(electron)]
}

const installed = (name) => output('dpkg-query', ['-W', `-f=\${db:Status-Status}`, name]) === 'installed'

/** Names that are not installed, each as this release calls it. `known` says whether apt has a candidate of that name. */
export function debianPackages(known, has = installed) {
  return DEBIAN.flatMap((name) => {
    if (has(name) || has(`${name}t64`)) return []
    return [known(`${name}t64`) ? `${name}t64` : name]
  })
}

const inArchive = (name) => /^\s*Candidate: (?!\(none\))/m.test(output('apt-cache', ['policy', name]) ?? '')

async function installOnDebian(what, offered) {
  const apt = (args) => run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' } })
  step(`Missing on this system: ${what.join(', ')}. Installing with apt-get, as root`)
  await apt(['update', '-qq'])
  const names = debianPackages(inArchive)
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`
  step(command)
  const status = await apt(['install', '-y', '-qq', '--no-install-recommends', ...names])
  if (status !== 0) throw new Missing(`apt-get failed with status ${status}`, offered(names))
}

/**
 * Sees to it that this Electron can start, and with `display` that a virtual display can be had.
 * On Debian as root what is missing is installed; elsewhere the command that does it is the error.
 */
export async function ensureSystem(electron, { display }) {
  const missing = missingThings(electron, display)
  if (missing.length === 0) return
  const sudo = isRoot() ? '' : 'sudo '
  const offered = (names) => `${sudo}apt-get update && ${sudo}apt-get install -y ${names.join(' ')}`
  const apt = which('apt-get') !== null && which('dpkg-query') !== null
  if (apt && isRoot()) await installOnDebian(missing, offered)
  const left = missingThings(electron, display)
  if (left.length === 0) return
  const command = apt
    ? offered(debianPackages(inArchive))
    : which('dnf')
      ? `${sudo}dnf install ${FEDORA}`
      : which('pacman')
        ? `${sudo}pacman -S --needed ${ARCH}`
        : `install what provides ${left.join(', ')}`
  throw new Missing(`Electron needs what this system lacks: ${left.join(', ')}.`, command)
}

const sysctl = (path) => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

/** Chromium's sandbox needs user namespaces or its setuid helper; the message when an ordinary user has neither, else null. */
export function sandboxProblem(helper, helperMode) {
  if (process.platform !== 'linux' || isRoot()) return null
  const barred =
    sysctl('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    sysctl('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1'
  if (!barred || helperMode === 0o4755) return null
  return new Missing(
    "This system bars unprivileged user namespaces, so Chromium's sandbox needs its helper to be setuid root.",
    `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  )
}
