/** The steps of a collection without running anything: the files of the catalogue, links, and logs, over sftp. */
import type { ClockOffset } from '../../shared/collect'
import type { ProbeSpec } from './catalogue'
import { nowMicros, offsetOf, type Round } from './clock'
import type { Ledger } from './ledger'
import type { LogFile } from './logs'
import type { LogChoice } from './profiles'
import { expand, type Files } from './sftp'
import { cutBy, type Staging } from './staging'

export interface SftpContext {
  readonly within: <T>(job: (files: Files) => Promise<T>) => Promise<T>
  readonly staging: Staging
  readonly ledger: Ledger
  readonly blind: (sentence: string) => void
  readonly came: (bytes: number) => void
  readonly progress: (label: string, done: number, total: number) => void
  readonly taken: Set<string>
  readonly signal?: AbortSignal
}

/** Files read at once: each is a few round trips. */
const TOGETHER = 16

async function inParallel<T>(items: readonly T[], job: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await job(item)
  }
  await Promise.all(Array.from({ length: TOGETHER }, work))
}

export async function runSftpStep(probe: ProbeSpec, context: SftpContext): Promise<void> {
  const { within, staging, ledger, blind, came, taken, signal } = context
  const began = Date.now()
  const denied: string[] = []
  let read = 0
  let bytes = 0
  for (const pattern of probe.files ?? []) {
    const paths = await within((files) => expand(files, pattern))
    await inParallel(paths, async (path) => {
      const at = Date.now()
      await within(async (files) => {
        const about = probe.plain ? { kind: 'file' as const, mtime: null } : await files.stat(path)
        if (about?.kind !== 'file') return
        const parts: Buffer[] = []
        const left = probe.bytes - bytes
        const why = await files.read(path, 0, Math.max(0, left), (chunk) => void parts.push(chunk), signal)
        if (parts.length === 0 && why !== null) {
          // A process that ended meanwhile is no refusal.
          if (!/no such/i.test(why)) denied.push(path)
          return
        }
        const member = staging.hostFile(path, about.mtime)
        try {
          for (const part of parts) member.write(part)
        } finally {
          member.close()
        }
        taken.add(path)
        read++
        bytes += member.bytes
        came(member.bytes)
        if (!probe.plain)
          ledger.add({
            kind: 'file',
            what: path,
            probe: probe.id,
            root: false,
            began: at,
            ended: Date.now(),
            bytes: member.bytes,
            member: member.path,
            cut: why,
          })
      })
    })
  }
  for (const pattern of probe.links ?? [])
    for (const path of await within((files) => expand(files, pattern))) {
      const target = await within((files) => files.link(path))
      if (target === null) continue
      staging.hostLink(path, target)
      ledger.add({ kind: 'link', what: `${path} -> ${target}`, probe: probe.id, root: false, began, ended: Date.now() })
    }
  if (probe.listing) await writeListing(probe, context, denied)
  if (probe.plain || probe.listing)
    ledger.add({
      kind: 'look',
      what: `read ${[...(probe.files ?? []), ...(probe.listing ?? [])].join(' ')}`,
      probe: probe.id,
      root: false,
      began,
      ended: Date.now(),
      bytes,
    })
  if (denied.length > 0)
    blind(
      `${probe.title}: ${denied.length === 1 ? denied[0] : `${denied.length} files, ${denied[0]} among them,`} could not be read.`,
    )
  const hasFiles = Boolean(probe.files?.length || probe.links?.length || probe.listing?.length)
  if (!hasFiles) blind(`${probe.title}: not looked at, because it takes a command and none was to be run.`)
  else if (probe.files?.length && read === 0 && denied.length === 0)
    blind(`${probe.title}: none of its files is there.`)
}

/** Names of accounts by their number, for listings that show who owns what. */
async function accountNames(files: Files): Promise<ReadonlyMap<number, string>> {
  const parts: Buffer[] = []
  await files.read('/etc/passwd', 0, 1 << 20, (chunk) => void parts.push(chunk))
  const lines = Buffer.concat(parts).toString('utf8').split('\n')
  return new Map(
    lines
      .flatMap((line) => {
        const m = /^([^:\s]+):[^:]*:(\d{1,10}):/.exec(line)
        return m ? [[Number(m[2]), m[1]!] as const] : []
      })
      .reverse(),
  )
}

/**
 * Where links of /proc lead, in the form in which `ls -l` prints them. The owner is that of the process's folder, by name
 * where /etc/passwd has one; group and time are not asked for, and stand as the owner and as 1970.
 */
async function writeListing(probe: ProbeSpec, context: SftpContext, denied: string[]): Promise<void> {
  const { within, staging, came } = context
  const lines: string[] = []
  const names = await within(accountNames)
  const owners = new Map<string, string>()
  for (const pattern of probe.listing ?? []) {
    const paths = await within((files) => expand(files, pattern))
    const folders = [...new Set(paths.map((p) => /^\/proc\/\d+/.exec(p)?.[0] ?? p))].filter((f) => !owners.has(f))
    await inParallel(folders, async (folder) => {
      const uid = (await within((files) => files.stat(folder)))?.uid
      owners.set(folder, uid === undefined ? '?' : (names.get(uid) ?? String(uid)))
    })
    const targets = new Map<string, string | null>()
    await inParallel(paths, async (path) => {
      targets.set(path, await within((files) => files.link(path)))
    })
    let section = ''
    for (const path of paths) {
      const target = targets.get(path)
      const fd = /^(\/proc\/\d+\/fd)\/(\d+)$/.exec(path)
      if (fd && fd[1] !== section) {
        section = fd[1]!
        lines.push(`${lines.length > 0 ? '\n' : ''}${section}:`)
      }
      if (target === null || target === undefined) {
        denied.push(path)
        continue
      }
      const owner = owners.get(/^\/proc\/\d+/.exec(path)?.[0] ?? path) ?? '?'
      // As ls does with what would break its lines.
      const plain = target.replace(/[\0-\x1f\x7f]/g, '?')
      lines.push(`lrwx------ 1 ${owner} ${owner} 0 1970-01-01 00:00 ${fd ? fd[2] : path} -> ${plain}`)
    }
  }
  const member = staging.output(`readlink ${(probe.listing ?? []).join(' ')}`)
  try {
    const text = Buffer.from(lines.length > 0 ? `${lines.join('\n')}\n` : '')
    member.write(text)
    came(text.length)
  } finally {
    member.close()
  }
}

/** All logs that a profile names, by walking its folders. */
export async function findSftpLogs(context: SftpContext, choice: LogChoice): Promise<LogFile[]> {
  const out: LogFile[] = []
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await context.within((files) => files.list(folder))
    if (entries === null) {
      if (depth > 0) context.blind(`Logs: ${folder} could not be listed.`)
      return
    }
    for (const e of entries) {
      if (/^\.{0,2}$|[/\0]/.test(e.name)) continue
      const path = `${folder}/${e.name}`
      if (e.kind === 'folder' && depth < 12) await walk(path, depth + 1)
      else if (e.kind === 'file') out.push({ path, as: path, size: e.size, mtime: e.mtime, inode: '' })
    }
  }
  for (const folder of choice.folders) await walk(folder, 0)
  for (const path of choice.files) {
    const about = await context.within((files) => files.stat(path))
    if (about?.kind === 'file') out.push({ path, as: path, size: about.size, mtime: about.mtime, inode: '' })
  }
  return out.filter((f) => !context.taken.has(f.path)).sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1))
}

/** Streams one log; taken up again at its byte after a broken connection. */
export async function streamSftpLog(file: LogFile, newest: number | null, context: SftpContext): Promise<void> {
  const { within, staging, ledger, blind, came, progress, signal } = context
  const skip = newest !== null && file.size > newest ? file.size - newest : 0
  const want = file.size - skip
  const member = staging.hostFile(file.as, file.mtime)
  const began = Date.now()
  let cut: string | null = skip > 0 ? `only the last ${newest} of ${file.size} bytes were wanted` : null
  try {
    const why = await within((files) =>
      files.read(
        file.path,
        skip + member.bytes,
        want - member.bytes,
        (chunk) => {
          member.write(chunk)
          came(chunk.length)
          progress(file.path, member.bytes, want)
        },
        signal,
      ),
    )
    if (member.bytes < want) cut = why ? `it could not be read: ${why}` : `it ended ${want - member.bytes} bytes early`
  } catch (error) {
    cut = cutBy(error)
    throw error
  } finally {
    member.close()
    ledger.add({
      kind: 'file',
      what: file.path,
      probe: 'logs',
      root: false,
      began,
      ended: Date.now(),
      bytes: member.bytes,
      member: member.path,
      cut,
    })
    if (cut) blind(`${file.path}: ${cut}.`)
  }
}

/** The host's clock from the time of its boot and the time since: the kernel gives the first in whole seconds. */
export async function sftpClock(files: Files): Promise<ClockOffset | null> {
  const text = async (path: string): Promise<string> => {
    const parts: Buffer[] = []
    await files.read(path, 0, 1 << 20, (chunk) => void parts.push(chunk))
    return Buffer.concat(parts).toString('latin1')
  }
  const boot = /^btime (\d{1,11})$/m.exec(await text('/proc/stat'))?.[1]
  if (!boot) return null
  const rounds: Round[] = []
  for (let i = 0; i < 3; i++) {
    const asked = nowMicros()
    const up = /^(\d{1,11})\.(\d{1,2})/.exec(await text('/proc/uptime'))
    if (!up) return null
    const host = Number(boot) * 1e6 + Number(up[1]) * 1e6 + Number(up[2]!.padEnd(2, '0')) * 1e4
    rounds.push({ asked, arrived: nowMicros(), host, step: 1e6 })
  }
  return offsetOf(rounds)
}
