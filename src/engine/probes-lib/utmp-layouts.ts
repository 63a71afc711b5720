/**
 * Where utmp's records of each system have what (utmp.h and utmpx.h of each). Text is padded with NULs. None of the files
 * says whose it is.
 */

/** Our numbers are those of Linux; 10 and 11 are of others. */
export const UTMP_TYPES = [
  'EMPTY',
  'RUN_LVL',
  'BOOT_TIME',
  'NEW_TIME',
  'OLD_TIME',
  'INIT_PROCESS',
  'LOGIN_PROCESS',
  'USER_PROCESS',
  'DEAD_PROCESS',
  'ACCOUNTING',
  'SIGNATURE',
  'SHUTDOWN_TIME',
] as const
export const SHUTDOWN = 11

type Text = readonly [at: number, length: number]
export interface UtmpLayout {
  readonly system: string
  readonly size: number
  readonly little: boolean
  readonly type: number | null
  /** Numbers of the system to ours; left out where they are alike. */
  readonly types?: readonly number[]
  readonly pid: number | null
  readonly line: Text
  readonly id: Text | null
  readonly user: Text
  readonly host: Text
  readonly seconds: readonly [at: number, width: 4 | 8]
  readonly micros: number | null
  readonly exit: number | null
  readonly session: readonly [at: number, width: 2 | 4 | 8] | null
  readonly address: number | null
}

/** utmpx of System V: the old time comes before the new one, and the last is a shutdown. */
const SYSTEM_V = [0, 1, 2, 4, 3, 5, 6, 7, 8, 9, SHUTDOWN]
const UTMPX = [0, 1, 2, 4, 3, 5, 6, 7, 8, 9, 10, SHUTDOWN]

type Sketch = Omit<UtmpLayout, 'little'>
const LINUX: Sketch = {
  system: 'Linux',
  size: 384,
  type: 0,
  pid: 4,
  line: [8, 32],
  id: [40, 4],
  user: [44, 32],
  host: [76, 256],
  seconds: [340, 4],
  micros: 344,
  exit: 332,
  session: [336, 4],
  address: 348,
}
/** aarch64, s390x, ia64, loongarch: `long` session and 64-bit times. */
const LINUX_WIDE: Sketch = {
  ...LINUX,
  system: 'Linux with 64-bit times',
  size: 400,
  session: [336, 8],
  seconds: [344, 8],
  micros: 352,
  address: 360,
}
const MACOS: Sketch = {
  system: 'macOS',
  size: 628,
  user: [0, 256],
  id: [256, 4],
  line: [260, 32],
  pid: 292,
  type: 296,
  types: UTMPX,
  seconds: [300, 4],
  micros: 304,
  host: [308, 256],
  exit: null,
  session: null,
  address: null,
}
const SOLARIS: Sketch = {
  system: 'Solaris',
  size: 372,
  user: [0, 32],
  id: [32, 4],
  line: [36, 32],
  pid: 68,
  type: 72,
  types: SYSTEM_V,
  exit: 74,
  seconds: [80, 4],
  micros: 84,
  session: [88, 4],
  host: [114, 257],
  address: null,
}
const AIX: Sketch = {
  system: 'AIX',
  size: 648,
  user: [0, 256],
  id: [256, 14],
  line: [270, 64],
  pid: 336,
  type: 340,
  types: SYSTEM_V,
  seconds: [344, 8],
  micros: null,
  exit: 352,
  host: [356, 256],
  session: null,
  address: null,
}
const NETBSD: Sketch = {
  system: 'NetBSD',
  size: 520,
  user: [0, 32],
  id: [32, 4],
  line: [36, 32],
  host: [68, 256],
  session: [324, 2],
  type: 326,
  types: UTMPX,
  pid: 328,
  exit: 332,
  seconds: [464, 8],
  micros: 472,
  address: null,
}
const OPENBSD: Sketch = {
  system: 'OpenBSD',
  size: 304,
  line: [0, 8],
  user: [8, 32],
  host: [40, 256],
  seconds: [296, 8],
  type: null,
  pid: null,
  id: null,
  micros: null,
  exit: null,
  session: null,
  address: null,
}
const OLD_BSD: Sketch = {
  ...OPENBSD,
  system: 'FreeBSD before 9',
  size: 44,
  user: [8, 16],
  host: [24, 16],
  seconds: [40, 4],
}

const both = (sketch: Sketch): UtmpLayout[] => [
  { ...sketch, little: true },
  { ...sketch, little: false },
]
/** In the order in which they are tried; of those that fit alike the first counts. */
export const UTMP_LAYOUTS: readonly UtmpLayout[] = [
  ...both(LINUX),
  ...both(LINUX_WIDE),
  ...both(MACOS),
  ...both(SOLARIS),
  { ...AIX, little: false },
  ...both(NETBSD),
  ...both(OPENBSD),
  ...both(OLD_BSD),
]

/** FreeBSD 9 and later keep records packed, in network order (sys/utx.h: struct futx, 197 bytes). */
export const FUTX: UtmpLayout = {
  system: 'FreeBSD',
  size: 197,
  little: false,
  type: 0,
  types: [0, 2, 4, 3, 7, 5, 6, 8, SHUTDOWN],
  seconds: [1, 8],
  micros: null,
  id: [9, 8],
  pid: 17,
  user: [21, 32],
  line: [53, 16],
  host: [69, 128],
  exit: null,
  session: null,
  address: null,
}
