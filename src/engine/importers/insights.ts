/**
 * An archive of the Red Hat Insights client: `insights-web01-20250304091244/`.
 *   old    insights_commands/ps_auxww  etc/hosts  branch_info
 *   new    insights_archive.txt  data/insights_commands/ps_auxww  data/etc/hosts  meta_data/insights.specs.Specs.ps_auxww.json
 * Each file of `meta_data` tells the command, its exit status and what went wrong:
 *   {"name": "insights.specs.Specs.lsof", "exec_time": 15.0, "errors": ["..."], "results": [{"type": "...CommandOutputProvider",
 *    "object": {"rc": 0, "cmd": "/usr/sbin/lsof", "relative_path": "insights_commands/lsof"}}]}
 */
import type { LimitDraft } from '../../shared/limits'
import { type BundleView, defineImporter, type MemberRole } from '../define'
import { commandOfName, rootBefore } from '../importers-lib/paths'
import { byTopic, commandTopics } from '../importers-lib/topics'

const MARKS = ['insights_commands/', 'data/insights_commands/', 'insights_archive.txt', 'meta_data/insights.']
const rootOf = (paths: readonly string[]): string => rootBefore(paths, MARKS) ?? ''

interface Told {
  readonly commands: ReadonlyMap<string, string>
  readonly cut: ReadonlyMap<string, string>
  readonly blind: readonly LimitDraft[]
}
type Loose = Readonly<Record<string, unknown>>
const object = (v: unknown): Loose => (v !== null && typeof v === 'object' && !Array.isArray(v) ? (v as Loose) : {})
const array = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : v === null || v === undefined ? [] : [v])

/** At most so many: there is one for each of some thousand things that the client may ask for. */
const METADATA = 5000

function readMetadata(bundle: BundleView, root: string): Told {
  const commands = new Map<string, string>()
  const cut = new Map<string, string>()
  const absent: string[] = []
  const blind: LimitDraft[] = []
  const files = bundle.paths.filter((p) => p.startsWith(`${root}meta_data/`) && p.endsWith('.json'))
  for (const path of files.slice(0, METADATA)) {
    let json: Loose
    try {
      json = object(JSON.parse(bundle.read(path) ?? 'null'))
    } catch {
      continue
    }
    for (const result of array(json['results'])) {
      const o = object(object(result)['object'])
      const { cmd, relative_path: file, rc } = o
      if (typeof cmd !== 'string') continue
      if (typeof file === 'string') commands.set(file, cmd)
      if (rc === 127) absent.push(cmd)
      else if ((rc === 124 || rc === 137) && typeof file === 'string')
        cut.set(file, 'timeout: the client stopped the command at its time limit')
    }
    for (const error of array(json['errors'])) {
      const said = String(error).trim().split('\n').at(-1)!.slice(0, 300)
      const command = /'([^']{1,200})'/.exec(said)?.[1] ?? ''
      if (said === '') continue
      // One sentence for all that is simply not there: most of what the client asks for is not.
      if (/command not found|No such file|not installed|ContentException.*(?:[Nn]ot found|Empty)/.test(said))
        absent.push(command || said)
      else if (blind.length < 40)
        blind.push({ about: command ? commandTopics(command) : ['machine'], says: `The client said: ${said}` })
    }
  }
  return { commands, cut, blind: [...blind, ...byTopic(absent, (names) => `Not on the host: ${names}.`, 12)] }
}

export default defineImporter({
  title: 'Red Hat Insights archive',
  recognise: (paths) => {
    const root = rootOf(paths)
    const has = (part: string) => paths.some((p) => p.startsWith(root + part))
    if (has('sos_commands/')) return 0
    if (has('insights_archive.txt') || has('meta_data/insights.')) return 0.98
    return has('insights_commands/') || has('data/insights_commands/') ? 0.95 : 0
  },
  open: (bundle) => {
    const root = rootOf(bundle.paths)
    const told = readMetadata(bundle, root)
    const data = bundle.paths.some((p) => p.startsWith(`${root}data/`)) ? 'data/' : ''
    const zone = bundle.link(`${root}${data}etc/localtime`)?.match(/zoneinfo\/(.+)$/)?.[1]
    const blind: LimitDraft[] = [
      'The Insights client collects a list of commands and filters lines of large files: what is not in the archive may be on the host.',
      ...told.blind,
    ]
    if (!bundle.paths.some((p) => /insights_commands\/(?:netstat|ss)_/.test(p)))
      blind.push({ about: ['sockets'], says: 'The archive holds no output of netstat or ss.' })
    const redacted = bundle.read(`${root}blacklist_report`) ?? bundle.read(`${root}${data}blacklist_report`)
    if (
      redacted &&
      /"(?:commands|files|components|patterns|keywords)":\s*(?:[1-9]|\[\s*")|"obfuscate":\s*true/.test(redacted)
    )
      blind.push(
        'The client was told to leave out or to replace parts (blacklist_report): names and addresses may be stand-ins.',
      )
    // `insights-web01.example.net-20250304091244`
    const name = /^insights-(.+)-\d{14}/.exec(root.split('/').at(-2) ?? bundle.name)?.[1]
    return {
      root,
      facts: { ...(name ? { host: name } : {}), ...(zone ? { zone } : {}), blind },
      member: (path): MemberRole => {
        const outer = path.slice(root.length)
        const inner = outer.startsWith('data/') ? outer.slice('data/'.length) : outer
        const printed = /^insights_commands\/(?:[^/]+\/)?([^/]+)$/.exec(inner)?.[1]
        const cut = told.cut.get(inner)
        if (printed)
          return {
            command: told.commands.get(inner) ?? commandOfName(printed),
            hostPath: null,
            collector: false,
            ...(cut ? { cut } : {}),
          }
        const own = data !== '' ? !outer.startsWith('data/') : !inner.includes('/')
        return { command: null, hostPath: own ? null : `/${inner}`, collector: own }
      },
    }
  },
})
