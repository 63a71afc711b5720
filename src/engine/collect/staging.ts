/**
 * Where a collection is put while it runs: a folder inside the case, laid out as the bundle that it becomes.
 *   vestigo-collection.json   what was asked, of which host, by which key; rewritten at the end
 *   footprint.jsonl           each login, command and file that we caused, as it happened
 *   commands/ss_-anpe.txt     what a command printed
 *   root/etc/passwd           a file of the host, at its path
 * Nothing of it is lost when this program ends: what is there at the next opening is taken in.
 */
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault } from '../../shared/fault'
import { FOOTPRINT, stagingRoot } from './left-over'

/** Why a file that was being brought is cut, from what ended it. */
export const cutBy = (error: unknown): string =>
  error instanceof Fault && error.code === 'limit'
    ? 'the disk that holds the case is full'
    : 'the collection ended while it was read'

export const COLLECTION = 'vestigo-collection.json'

export interface Member {
  /** Path in the bundle. */
  readonly path: string
  readonly bytes: number
  /** Errors: Fault `limit` when the disk is full. */
  write(chunk: Uint8Array): void
  close(): void
  /** Takes it back: it will be asked for again. */
  discard(): void
}
export interface Staging {
  readonly folder: string
  readonly name: string
  /** A new member for what a command prints. */
  output(command: string): Member
  /** A new member for a file of the host. `mtime` in seconds since 1970; null when not known. */
  hostFile(path: string, mtime: number | null): Member
  /** A link of the host; only what it says, never followed. */
  hostLink(path: string, target: string): void
  /** A new member of the collection's own. */
  member(path: string): Member
  /** Where the output of a command went; its usual place when it has not run. */
  placeOf(command: string): string
  note(line: Readonly<Record<string, unknown>>): void
  describe(about: Readonly<Record<string, unknown>>): void
  /** Frees what was set aside for the end, so that a full disk still lets the case be closed well. */
  release(): void
  close(): void
}

/** `20260102T030405Z` */
export const stampOf = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
/** What a host is called, as a part of a folder's name. */
export const hostName = (text: string): string =>
  text
    .replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 64) || 'host'

/** Set aside at the start, given back when the disk is full. */
const RESERVE = 24 << 20
const RESERVED = 'reserve.tmp'

const full = (error: unknown): never => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new Fault('limit', 'the disk that holds the case is full')
  throw error
}
const guarded = <T>(job: () => T): T => {
  try {
    return job()
  } catch (error) {
    return full(error)
  }
}

/** A part of a path as a file name on any system; what had to be changed is hex. */
const part = (text: string): string => {
  const plain = [...text]
    .map((c) => (/[<>:"|?*\\\x00-\x1f\x7f]/.test(c) ? `%${c.charCodeAt(0).toString(16).padStart(2, '0')}` : c))
    .join('')
  return Buffer.byteLength(plain) > 200 ? `${Buffer.from(plain).subarray(0, 190).toString('utf8')}~` : plain
}

/** A path that the host gave, as a path in the bundle: it cannot leave `root/`. */
export function hostPlace(path: string): string {
  const parts = path.split('/').filter((p) => p !== '' && p !== '.' && p !== '..')
  return `root/${parts.map(part).join('/') || 'unnamed'}`
}

export const commandPlace = (command: string): string =>
  `commands/${
    command
      .replace(/[^\w.+=,@-]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 80) || 'command'
  }.txt`

export function openStaging(caseRoot: string, name: string): Staging {
  const folder = join(stagingRoot(caseRoot), name)
  guarded(() => mkdirSync(join(folder, 'commands'), { recursive: true, mode: 0o700 }))
  const used = new Set<string>()
  // By file systems that do not tell case apart, too.
  const free = (path: string): string => {
    const dot = path.lastIndexOf('.')
    const [stem, ending] = dot > path.lastIndexOf('/') + 1 ? [path.slice(0, dot), path.slice(dot)] : [path, '']
    let out = path
    for (let n = 2; used.has(out.toLowerCase()); n++) out = `${stem}~${n}${ending}`
    used.add(out.toLowerCase())
    return out
  }
  guarded(() => {
    const fd = openSync(join(folder, RESERVED), 'w', 0o600)
    const block = Buffer.alloc(1 << 20)
    try {
      for (let i = 0; i < RESERVE; i += block.length) writeSync(fd, block)
    } finally {
      closeSync(fd)
    }
  })
  const release = () => rmSync(join(folder, RESERVED), { force: true })
  const ledger = openSync(join(folder, FOOTPRINT), 'a', 0o600)
  let closed = false
  const places = new Map<string, string>()

  function member(wanted: string, mtime: number | null): Member {
    const path = free(wanted)
    const file = join(folder, path)
    let fd: number
    try {
      guarded(() => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }))
      fd = guarded(() => openSync(file, 'wx', 0o600))
    } catch (error) {
      // A file where a folder is wanted, or the other way round: the host's names contradict each other.
      if (error instanceof Fault) throw error
      return member(`clash/${path.replaceAll('/', '%2f')}`, mtime)
    }
    let bytes = 0
    let open = true
    return {
      path,
      get bytes() {
        return bytes
      },
      write: (chunk) => {
        try {
          for (let done = 0; done < chunk.length; )
            done += writeSync(fd, chunk, done, chunk.length - done, bytes + done)
          bytes += chunk.length
        } catch (error) {
          // What was written of this piece is not whole.
          try {
            ftruncateSync(fd, bytes)
          } catch {}
          full(error)
        }
      },
      close: () => {
        if (!open) return
        open = false
        closeSync(fd)
        if (mtime !== null) utimesSync(file, mtime, mtime)
      },
      discard: () => {
        if (open) closeSync(fd)
        open = false
        rmSync(file, { force: true })
        used.delete(path.toLowerCase())
      },
    }
  }

  return {
    folder,
    name,
    output: (command) => {
      const made = member(commandPlace(command), null)
      places.set(command, made.path)
      return made
    },
    member: (path) => member(path, null),
    placeOf: (command) => places.get(command) ?? commandPlace(command),
    hostFile: (path, mtime) => member(hostPlace(path), mtime),
    hostLink: (path, target) => {
      const place = join(folder, free(hostPlace(path)))
      mkdirSync(dirname(place), { recursive: true, mode: 0o700 })
      // As a link within the bundle: `/usr/share/zoneinfo/UTC` of /etc/localtime becomes `../usr/share/zoneinfo/UTC`.
      const up = '../'.repeat(path.split('/').filter(Boolean).length - 1)
      const inner = target.startsWith('/') ? `${up}${target.slice(1)}` : target
      try {
        symlinkSync(inner, place)
      } catch {
        // Where links need a privilege (Windows) the footprint still tells it.
      }
    },
    note: (line) => {
      if (closed) return
      const text = `${JSON.stringify({ vestigo: 'footprint', ...line })}\n`
      try {
        writeSync(ledger, text)
      } catch (error) {
        release()
        writeSync(ledger, text)
        full(error)
      }
    },
    describe: (about) => {
      const text = `${JSON.stringify({ vestigo: 'collection', format: 1, ...about }, null, 1)}\n`
      writeFileSync(join(folder, COLLECTION), text, { mode: 0o600 })
    },
    release,
    close: () => {
      if (closed) return
      closed = true
      closeSync(ledger)
      release()
    },
  }
}
