/** What a step of a collection is. The catalogue is data: it can be read as it stands, and a dry run prints it. */

import type { Topic } from '../../../shared/limits'

/** Order of volatility, after RFC 3227: what changes fastest first. */
export const STAGES = [
  'clock',
  'sockets',
  'processes',
  'files',
  'users',
  'neighbours',
  'interfaces',
  'kernel',
  'configuration',
  'accounts',
  'jobs',
  'services',
  'logs',
] as const
export type Stage = (typeof STAGES)[number]

/** Which tables a stage fills: beside those it is said what could not be seen. */
export const TOPICS_OF: Readonly<Record<Stage, readonly Topic[]>> = {
  clock: [],
  sockets: ['sockets'],
  processes: ['processes'],
  files: ['open_files', 'sockets'],
  users: ['logins'],
  neighbours: ['neighbours', 'routes'],
  interfaces: ['interfaces'],
  kernel: ['configuration', 'file_system'],
  configuration: ['configuration'],
  accounts: ['accounts'],
  jobs: ['services', 'configuration'],
  services: ['services', 'packages'],
  logs: ['logs'],
}

export interface ProbeSpec {
  readonly id: string
  readonly stage: Stage
  readonly title: string
  readonly purpose: string
  /** Best first; the first whose program is there and that answers is the one that counts. */
  readonly commands?: readonly string[]
  /** Patterns of files on the host. All that are there are read, in one command, or over sftp. */
  readonly files?: readonly string[]
  /** Patterns of symbolic links whose targets are wanted. */
  readonly links?: readonly string[]
  /** Over sftp, where no command runs: links whose targets are written down in the form that `ls -l` prints. */
  readonly listing?: readonly string[]
  /** Over sftp it stands in for this step, which takes a command. */
  readonly instead?: string
  /** Only the bytes of `files` are wanted: for /proc, where a file's size and time of change say nothing. */
  readonly plain?: true
  /** What root makes of it: nothing comes without, more comes with, no difference. */
  readonly root: 'needed' | 'more' | 'no'
  readonly seconds: number
  readonly bytes: number
  /** What it leaves on the host; the usual when left out. */
  readonly trace?: string
  /** What stands beside the tables when it was not run as root. */
  readonly unseen?: string
}

export const MB = 1 << 20
