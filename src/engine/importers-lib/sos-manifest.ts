/**
 * `sos_reports/manifest.json` (sos 4.0 and later).
 *   {"components": {"report": {"plugins": {"process": {"timeout_hit": false, "commands": [
 *     {"exec": "lsof -b +M -n -l -c ''", "filepath": "sos_commands/process/lsof_-b_M_-n_-l_-c", "return_code": 0, "run_time": 0.06}
 * It comes from the suspect: every field is checked.
 */
export interface SosCommand {
  readonly exec: string
  /** Exit status; null when the manifest does not say. */
  readonly code: number | null
  /** Seconds; null when it does not say. */
  readonly seconds: number | null
  /** Where its output is; null when it printed none. */
  readonly file: string | null
  readonly plugin: string
}
export interface SosManifest {
  /** Why it could not be read; null when it was. */
  readonly fault: string | null
  /** By the path of the output. */
  readonly commands: ReadonlyMap<string, SosCommand>
  readonly all: readonly SosCommand[]
  /** Plugins that ran into their time limit. */
  readonly timedOut: readonly string[]
  /** Local time without an offset, as printed. */
  readonly ended: string | null
  readonly commandLine: string | null
  /** Whether `sos clean` replaced names and addresses. */
  readonly obfuscated: boolean
}

const object = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

const NONE: SosManifest = {
  fault: null,
  commands: new Map(),
  all: [],
  timedOut: [],
  ended: null,
  commandLine: null,
  obfuscated: false,
}

export function readManifest(json: string | null): SosManifest {
  if (json === null) return { ...NONE, fault: 'is missing' }
  let top: Readonly<Record<string, unknown>>
  try {
    top = object(JSON.parse(json))
  } catch (error) {
    return { ...NONE, fault: `cannot be read as JSON (${(error as Error).message.slice(0, 200)})` }
  }
  const components = object(top['components'])
  const commands = new Map<string, SosCommand>()
  const all: SosCommand[] = []
  const timedOut: string[] = []
  for (const [plugin, said] of Object.entries(object(object(components['report'])['plugins']))) {
    if (object(said)['timeout_hit'] === true) timedOut.push(plugin)
    const list = object(said)['commands']
    for (const one of Array.isArray(list) ? list : []) {
      const exec = text(object(one)['exec'])
      if (exec === null) continue
      const file = text(object(one)['filepath'])
      const command: SosCommand = {
        exec,
        file,
        plugin,
        code: number(object(one)['return_code']),
        seconds: number(object(one)['run_time']),
      }
      all.push(command)
      if (file !== null) commands.set(file, command)
    }
  }
  return {
    fault: null,
    commands,
    all,
    timedOut,
    ended: text(top['end_time']),
    commandLine: text(top['cmdline']),
    obfuscated: Object.hasOwn(components, 'cleaner') && Object.keys(object(components['cleaner'])).length > 0,
  }
}
