/**
 * A zip of Velociraptor's offline collector.
 *   client_info.json  collection_context.json  results/Linux.Sys.Users.json  uploads/auto/etc/passwd  uploads/auto/C%3A/Windows/...
 *   metadata.json + data.zip      encrypted
 *   Generic.Client.Info/BasicInformation.json      before 0.6.7: the results at the top
 * Files of a Linux or macOS host are read at their place; those of a Windows host are not.
 */
import { type BundleView, defineImporter, type MemberRole } from '../define'
import { rootBefore } from '../importers-lib/paths'

const MARKS = [
  'client_info.json',
  'collection_context.json',
  'uploads.json',
  'results/',
  'uploads/auto/',
  'uploads/file/',
  'uploads/ntfs/',
]
const OLD = /^(?:.*\/)?(?:Generic|Windows|Linux|MacOS)\.[\w.]+\/[\w .]+\.(?:json|csv)$/
const rootOf = (paths: readonly string[]): string => rootBefore(paths, MARKS) ?? ''
const encrypted = (paths: readonly string[]): boolean =>
  paths.length <= 2 && paths.some((p) => /(?:^|\/)metadata\.json$/.test(p))

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function hostOf(bundle: BundleView): { readonly os: string | null; readonly name: string | null } {
  const path = bundle.paths.find((p) => /(?:^|\/)(?:client_info|BasicInformation)\.json$/.test(p))
  let os: string | null = null
  let name: string | null = null
  try {
    const first = (path ? bundle.read(path) : null)?.trim() ?? ''
    const json = JSON.parse(
      first.startsWith('{') && first.includes('\n{') ? first.slice(0, first.indexOf('\n{')) : first,
    ) as Record<string, unknown>
    const info = (json['os_info'] ?? json) as Record<string, unknown>
    const text = (...keys: readonly string[]) =>
      keys.map((k) => info[k]).find((v) => typeof v === 'string') as string | undefined
    os = text('system', 'OS', 'os') ?? null
    name = text('fqdn', 'Fqdn', 'hostname', 'Hostname') ?? null
  } catch {}
  // Without it the paths tell: a drive's letter, or an artifact for one system.
  if (
    os === null &&
    bundle.paths.some((p) =>
      /uploads\/(?:auto|ntfs|file|lazy_ntfs)\/(?:[A-Za-z](?:%3A|:)|%5C%5C\.%5C)|(?:^|\/)(?:results\/)?Windows\./.test(
        p,
      ),
    )
  )
    os = 'windows'
  return { os, name }
}

const WINDOWS = /^windows/i

export default defineImporter({
  title: 'Velociraptor collection',
  recognise: (paths) => {
    if (encrypted(paths)) return 0.7
    const root = rootOf(paths)
    const hits = MARKS.filter((mark) => paths.some((p) => p.startsWith(root + mark))).length
    if (hits >= 2) return 0.9
    const old = paths.filter((p) => OLD.test(p)).length
    return old > 0 && old * 2 >= paths.length ? 0.8 : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths)
    const { os, name } = hostOf(bundle)
    const facts = { ...(name ? { host: name } : {}), ...(os ? { os } : {}) }
    const place = (path: string): MemberRole => {
      const inner = path.slice(root.length)
      const upload = /^uploads\/(?:auto|file|lazy_file|sparse)\/(.+)$/.exec(inner)?.[1]
      return {
        command: null,
        hostPath: upload ? `/${upload.split('/').map(decoded).join('/')}` : null,
        collector: upload === undefined,
      }
    }
    if (encrypted(bundle.paths)) {
      const scheme = /"Scheme"\s*:\s*"([\w-]{1,40})"/.exec(
        bundle.read(bundle.paths.find((p) => p.endsWith('metadata.json'))!) ?? '',
      )?.[1]
      return {
        root: '',
        facts,
        refused: `This is an encrypted Velociraptor collection${scheme ? ` (${scheme})` : ''}: its data.zip opens with the key of the server that made the collector. Decrypt it there and import what comes out.`,
        member: place,
      }
    }
    if (os !== null && WINDOWS.test(os))
      return {
        root,
        facts,
        refused: `This is a Velociraptor collection of a Windows host${name ? ` (${name})` : ''}: Vestigo reads Unix and Linux hosts. Its files are kept and hashed, none is read.`,
        member: place,
      }
    return {
      root,
      facts: {
        ...facts,
        blind: [
          'Of a Velociraptor collection the uploaded files are read; the results of its artifacts (results/*.json) are kept, not read.',
        ],
      },
      member: place,
    }
  },
})
