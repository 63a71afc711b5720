/**
 * Logs of any size: never whole in memory, compressed on the wire where that is faster, and taken up again after a broken
 * connection at the byte where they stopped.
 */
import { createGunzip } from 'node:zlib'
import type { Ledger } from './ledger'
import type { LogChoice } from './profiles'
import { quotable, quote } from './quote'
import type { Session } from './session'
import { cutBy, type Member, type Staging } from './staging'

export interface LogFile {
  readonly path: string
  readonly size: number
  /** Seconds since 1970; null when not known. */
  readonly mtime: number | null
  readonly inode: string
  /** Where it is put: the path on the host, or what stands for it. */
  readonly as: string
}
export interface LogContext {
  /** Runs a job on the connection as it is now, and again on a new one when that one breaks. */
  readonly within: <T>(job: (session: Session) => Promise<T>) => Promise<T>
  readonly staging: Staging
  readonly ledger: Ledger
  readonly blind: (sentence: string) => void
  readonly came: (bytes: number) => void
  readonly progress: (label: string, done: number, total: number) => void
  readonly taken: Set<string>
  readonly signal?: AbortSignal
}

const SCAN = { seconds: 120, bytes: 64 << 20 }
const STAT_GNU = 'stat -L -c "%s %Y %i %n"'
const STAT_BSD = 'stat -L -f "%z %m %i %N"'
const stat = (session: Session) => (/bsd|darwin/i.test(session.facts.system ?? '') ? STAT_BSD : STAT_GNU)

/** `1234 1741079564 4711 /var/log/syslog`; what is not that is passed over. */
export function readStats(output: string): LogFile[] {
  const out: LogFile[] = []
  for (const line of output.split('\n')) {
    const m = /^(\d{1,18}) (\d{1,15}) (\d{1,20}) (\/.+)$/.exec(line)
    if (!m || !quotable(m[4]!)) continue
    const path = m[4]!.replace(/\/{2,}/g, '/')
    out.push({ path, as: path, size: Number(m[1]), mtime: Number(m[2]), inode: m[3]! })
  }
  return out
}

async function listed(script: string, context: LogContext): Promise<LogFile[]> {
  const found = await context.within((session) =>
    session.text(script.replaceAll('STAT', stat(session)), { ...SCAN, signal: context.signal }),
  )
  context.ledger.add({
    kind: 'look',
    what: script.replaceAll('STAT', 'stat'),
    probe: 'logs',
    root: true,
    began: found.began,
    ended: found.ended,
    exit: found.exit,
    bytes: found.bytes,
  })
  return readStats(found.output)
}

/** Open and deleted files, from `ls -l /proc/[0-9]*\/fd`: those that look like logs. */
export function deletedLogs(listing: string, folders: readonly string[]): { pid: string; fd: string; path: string }[] {
  const out: { pid: string; fd: string; path: string }[] = []
  let pid = ''
  for (const line of listing.split('\n')) {
    const section = /^\/proc\/(\d{1,10})\/fd:$/.exec(line)
    if (section) pid = section[1]!
    const m = /\s(\d{1,9}) -> (\/.*) \(deleted\)$/.exec(line)
    if (!m || pid === '') continue
    const path = m[2]!
    if (folders.some((f) => path.startsWith(`${f}/`)) || /\/log\/|\.log(\.|$)/.test(path))
      out.push({ pid, fd: m[1]!, path })
  }
  // Several descriptors of one process may be the same file.
  const seen = new Set<string>()
  return out.filter((o) => !seen.has(`${o.pid} ${o.path}`) && seen.add(`${o.pid} ${o.path}`))
}

/** Running programs whose file was deleted, from `ls -l /proc/[0-9]*\/exe`. */
export function deletedPrograms(listing: string): { pid: string; path: string }[] {
  return [...listing.matchAll(/\s\/proc\/(\d{1,10})\/exe -> (\/.*) \(deleted\)$/gm)].map((m) => ({
    pid: m[1]!,
    path: m[2]!,
  }))
}

async function deleted(
  context: LogContext,
  choice: LogChoice,
  read: (command: string) => string | null,
): Promise<LogFile[]> {
  const fds = deletedLogs(read('ls -l /proc/[0-9]*/fd') ?? '', choice.folders)
  const programs = deletedPrograms(read('ls -l /proc/[0-9]*/exe /proc/[0-9]*/cwd') ?? '')
  const places = new Map<string, string>([
    ...fds.map((f) => [`/proc/${f.pid}/fd/${f.fd}`, `${f.path}.deleted-pid${f.pid}-fd${f.fd}`] as const),
    ...programs.map((p) => [`/proc/${p.pid}/exe`, `${p.path}.deleted-pid${p.pid}`] as const),
  ])
  if (places.size === 0) return []
  const found = await listed(`STAT ${[...places.keys()].map(quote).join(' ')} 2>/dev/null`, context)
  return found.map((f) => ({ ...f, as: places.get(f.path) ?? f.path }))
}

/** All logs that a profile names. `read` gives what a command of this collection printed. */
export async function findLogs(
  context: LogContext,
  choice: LogChoice,
  read: (command: string) => string | null,
): Promise<LogFile[]> {
  const files: LogFile[] = []
  if (choice.folders.length > 0)
    files.push(
      ...(await listed(
        `for d in ${choice.folders.map(quote).join(' ')}; do if [ -d "$d" ]; then find "$d/" -type f -exec STAT {} + 2>/dev/null; fi; done; true`,
        context,
      )),
    )
  if (choice.files.length > 0)
    files.push(...(await listed(`STAT ${choice.files.map(quote).join(' ')} 2>/dev/null; true`, context)))
  if (choice.deleted) files.push(...(await deleted(context, choice, read)))
  const seen = new Set<string>()
  return (
    files
      .filter((f) => !context.taken.has(f.path) && !seen.has(f.path) && seen.add(f.path))
      // Small ones first: should the connection break for good, most of them are there.
      .sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1))
  )
}

const FIRST_PIECE = 4 << 20
const PIECE = 256 << 20
/** Below this many bytes a second the wire is slower than gzip. */
const SLOW = 24 << 20
const PACKED = /\.(gz|xz|bz2|zst|lz4|zip|journal~?)$/i
const PIECE_SECONDS = 3600

interface Piece {
  readonly session: Session
  readonly file: LogFile
  readonly from: number
  readonly size: number
  readonly packed: boolean
  readonly signal?: AbortSignal
}

function pieceScript({ file, from, size, packed }: Piece): string {
  const path = quote(file.path)
  const bytes = from === 0 ? `head -c ${size} ${path}` : `tail -c +${from + 1} ${path} | head -c ${size}`
  return packed ? `${bytes} | gzip -1 -c` : bytes
}

async function fetchPiece(piece: Piece, take: (chunk: Buffer) => void) {
  const { session, size, packed, signal } = piece
  const limits = { seconds: PIECE_SECONDS, bytes: size + (1 << 20), signal }
  if (!packed) return session.run(pieceScript(piece), limits, take)
  const unpack = createGunzip()
  let trouble: Error | null = null
  const over = new Promise<void>((resolve) => {
    unpack.on('data', (chunk: Buffer) => {
      try {
        take(chunk)
      } catch (error) {
        trouble = error as Error
        unpack.destroy()
      }
    })
    unpack.on('error', (error) => {
      trouble ??= error
      resolve()
    })
    unpack.on('close', resolve)
    unpack.on('end', resolve)
  })
  try {
    const ran = await session.run(pieceScript(piece), limits, (chunk) => {
      if (trouble) throw trouble
      return new Promise<void>((go) => unpack.write(chunk, () => go()))
    })
    unpack.end()
    await over
    if (trouble) throw trouble
    return ran
  } finally {
    unpack.destroy()
  }
}

/** Whether a file is still the one that was listed, and still holds what was read of it. */
async function unchanged(session: Session, file: LogFile, from: number, signal?: AbortSignal): Promise<boolean> {
  const now = readStats(
    (await session.text(`${stat(session)} ${quote(file.path)}`, { seconds: 30, bytes: 65_536, signal })).output,
  )[0]
  return now !== undefined && now.inode === file.inode && now.size >= from
}

/** Streams one log. Errors: Fault `gone` (the connection cannot be made again), `cancelled`, `limit`. */
export async function streamLog(file: LogFile, newest: number | null, context: LogContext): Promise<void> {
  const { within, staging, ledger, blind, came, progress, signal } = context
  const skip = newest !== null && file.size > newest ? file.size - newest : 0
  const member: Member = staging.hostFile(file.as, file.mtime)
  const began = Date.now()
  const want = file.size - skip
  let cut: string | null = skip > 0 ? `only the last ${newest} of ${file.size} bytes were wanted` : null
  let packed = false
  let first = true
  let said = ''
  let asRoot = false
  let interrupted = 0
  try {
    while (member.bytes < want) {
      const from = member.bytes
      const size = Math.min(want - from, first ? FIRST_PIECE : PIECE)
      const started = Date.now()
      const ran = await within(async (session) => {
        // A connection that broke in the middle: what came of this piece counts.
        if (member.bytes > from) {
          interrupted++
          if (!(await unchanged(session, file, skip + member.bytes, signal))) {
            cut = 'it was rotated or cut on the host while it was read'
            return null
          }
        }
        asRoot = session.root.how !== 'none'
        const left = size - (member.bytes - from)
        const canPack = packed && session.facts.tools.has('gzip')
        return fetchPiece(
          { session, file, from: skip + member.bytes, size: left, packed: canPack, signal },
          (chunk) => {
            member.write(chunk)
            came(chunk.length)
            progress(file.path, member.bytes, want)
          },
        )
      })
      if (!ran) break
      said = ran.stderr.trim()
      if (member.bytes === from) {
        cut = said ? `it could not be read: ${said.split('\n')[0]!.slice(0, 200)}` : 'the host gave nothing'
        break
      }
      if (member.bytes - from < size) {
        cut = `it ended ${want - member.bytes} bytes early${said ? `: ${said.slice(0, 200)}` : ''}`
        break
      }
      if (first)
        packed =
          !PACKED.test(file.path) && (member.bytes - from) / Math.max(0.001, (Date.now() - started) / 1000) < SLOW
      first = false
    }
  } catch (error) {
    cut = cutBy(error)
    throw error
  } finally {
    member.close()
    ledger.add({
      kind: 'file',
      what: file.path,
      probe: 'logs',
      root: asRoot,
      began,
      ended: Date.now(),
      bytes: member.bytes,
      member: member.path,
      cut,
      errors: [interrupted > 0 ? `taken up again ${interrupted} times after a broken connection` : '', said]
        .filter(Boolean)
        .join('; '),
    })
    if (cut) blind(`${file.path}: ${cut}.`)
  }
}

/** Streams all logs up to the profile's total. */
export async function streamLogs(files: readonly LogFile[], choice: LogChoice, context: LogContext): Promise<void> {
  let total = 0
  const left: LogFile[] = []
  for (const file of files) {
    const size = Math.min(file.size, choice.newest ?? file.size)
    if (total + size > choice.most) {
      left.push(file)
      continue
    }
    total += size
    await streamLog(file, choice.newest, context)
  }
  if (left.length > 0)
    context.blind(
      `Logs: ${left.length} files, ${left[0]!.path} among them, were left out: the profile takes ${choice.most} bytes in all.`,
    )
}
