/** Where the lab lives and what its parts are called. Nothing of it is inside the work tree. */
import { join } from 'node:path'

/** Kept between runs: the root file system takes a minute to make. */
export const LAB = process.env.VESTIGO_LAB_DIR ?? '/var/tmp/vestigo-lab'
export const ROOTFS = join(LAB, 'rootfs')
export const STATE = join(LAB, 'lab.json')
export const KEY = join(LAB, 'keys', 'id')
export const HERE = join(import.meta.dirname, '..')

const PREFIX = 'vglab'
export const namespace = (name) => `${PREFIX}-${name}`

/** All lab addresses lie in here; the machine itself must never try to route them. */
export const NETWORK = '10.77.0.0/16'
export const ADDRESS = {
  an: '10.77.0.1',
  suspect: '10.77.0.10',
  loghost: '10.77.0.20',
  r1: '10.77.0.254',
  far: '10.77.3.10',
}
export const NAMESPACES = ['sw', 'an', 'suspect', 'loghost', 'r1', 'r2', 'r3', 'far']
/** The password of every lab account. It guards nothing. */
export const PASSWORD = 'Lab-pw-1'
