/**
 * A static busybox that the person chose, sent to the host and used there instead of the host's own programs: its hash is
 * recorded, it lies in memory where the host has such a place, and it is removed at the end. The only thing that a collection
 * writes to a host, and only when it was asked for.
 */
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { Fault } from '../../shared/fault'
import type { Ledger } from './ledger'
import { quote } from './quote'
import type { Session } from './session'

export interface Trusted {
  /** The folder on the host. */
  readonly folder: string
  readonly sha256: string
  readonly applets: readonly string[]
}

const SHORT = { seconds: 30, bytes: 1 << 20, root: false }
const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46])

/** Memory-backed first. A place that may not run programs (noexec) is passed over. */
const PLACES = ['/dev/shm', '/run/user/$(id -u)', '/tmp', '/var/tmp']

/** Errors: Fault `unreadable`, `bad-use` (no program) for our own file; `unsupported` where the host takes none. */
export async function sendTrusted(session: Session, path: string, ledger: Ledger): Promise<Trusted> {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw new Fault('unreadable', `${path}: ${(error as Error).message}`, { path })
  }
  if (!bytes.subarray(0, 4).equals(ELF))
    throw new Fault('bad-use', `${path} is no program for Linux (no ELF file)`, { path })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const sftp = await session.sftp()
  const tried: string[] = []
  for (const place of PLACES) {
    const made = await session.text(
      `umask 077; d=${place}; [ -d "$d" ] && [ -w "$d" ] && mktemp -d "$d/vestigo.XXXXXX"`,
      SHORT,
    )
    const folder = made.output.trim()
    if (!/^\/[\w./-]+\/vestigo\.\w+$/.test(folder)) {
      tried.push(place)
      continue
    }
    const began = Date.now()
    const file = `${folder}/busybox`
    await new Promise<void>((resolve, reject) => {
      const out = sftp.createWriteStream(file, { mode: 0o700 })
      out.on('error', (error: Error) => reject(new Fault('unsupported', `${file} cannot be written: ${error.message}`)))
      out.on('close', () => resolve())
      createReadStream(path).pipe(out)
    })
    ledger.add({
      kind: 'write',
      what: file,
      probe: null,
      root: false,
      began,
      ended: Date.now(),
      bytes: bytes.length,
      errors: `sha256 ${sha256}`,
    })
    const check = await session.text(
      `${quote(file)} sha256sum ${quote(file)}; ${quote(file)} --list; ${quote(file)} mkdir ${quote(`${folder}/bin`)} && ${quote(file)} --install -s ${quote(`${folder}/bin`)}`,
      SHORT,
    )
    if (check.output.startsWith(`${sha256} `))
      return {
        folder,
        sha256,
        applets: check.output
          .split('\n')
          .slice(1)
          .map((l) => l.trim())
          .filter(Boolean),
      }
    tried.push(folder)
    await removeTrusted(session, { folder, sha256, applets: [] }, ledger)
  }
  throw new Fault(
    'unsupported',
    `the host has no place that takes and runs a program of ours (tried ${tried.join(', ')})`,
  )
}

/** Gives whether it is gone. */
export async function removeTrusted(session: Session, { folder }: Trusted, ledger: Ledger): Promise<boolean> {
  // Also after a stop.
  const options = { ...SHORT, signal: new AbortController().signal, own: true }
  const ran = await session.text(
    `/bin/rm -rf ${quote(folder)}; if [ -e ${quote(folder)} ]; then echo there; else echo gone; fi`,
    options,
  )
  const gone = ran.output.trim() === 'gone'
  ledger.add({
    kind: 'remove',
    what: folder,
    probe: null,
    root: false,
    began: ran.began,
    ended: ran.ended,
    errors: gone ? null : 'it is still there',
  })
  return gone
}
