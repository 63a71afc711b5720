/**
 * Containers in full, as `docker inspect` and `podman inspect` print them: one JSON array.
 *   [ { "Id": "f9a1477e...", "Created": "2025-03-04T09:12:44.123Z", "State": { "Status": "running", "Pid": 4242 }, "Name": "/web",
 *       "HostConfig": { "Privileged": true, "NetworkMode": "host", "PidMode": "host" }, "Mounts": [ { "Source": "/", ... } ] } ]
 */
import { parseIso } from '../../shared/time'
import { bool, defineProbe, int, list, optional, text, time } from '../define'

type Json = Readonly<Record<string, unknown>>
const object = (value: unknown): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {}
const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const word = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const at = (value: unknown) => {
  const when = word(value)
  return when === null || when.startsWith('0001-') ? null : parseIso(when)
}
const number = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null)

const ID = /"Id":\s*"([0-9a-f]{12,64})"/

function containers(json: string): Json[] | null {
  try {
    const found: unknown = JSON.parse(json)
    const all = array(found).map(object)
    return all.length > 0 && all.every((c) => word(c['Id']) && ('HostConfig' in c || 'State' in c)) ? all : null
  } catch {
    return null
  }
}

export default defineProbe({
  title: 'Containers in full (docker inspect)',
  commands: ['docker inspect <container>', 'podman inspect <container>'],
  recognise: {
    names: ['docker_inspect*', 'docker_container_inspect*', 'podman_inspect*'],
    shape: (head) =>
      /^\s*\[\s*\{\s*"Id":\s*"[0-9a-f]{12,64}"/.test(head.text.slice(0, 400)) &&
      /"(?:State|HostConfig|Path|Args)":/.test(head.text)
        ? 0.95
        : 0,
  },
  columns: {
    container: text('Id of the container'),
    name: optional(text('Name')),
    image: optional(text('Image as it was asked for')),
    image_id: optional(text('Digest of the image')),
    created: optional(time('When it was made')),
    state: optional(text('running, exited, paused, created, dead, ...')),
    pid: optional(int('Its first process, as the host counts')),
    started: optional(time('When it was last started')),
    finished: optional(time('When it last ended')),
    exit_code: optional(int('How it ended: above 128 by a signal')),
    command: optional(text('Program and arguments')),
    user: optional(text('User that it runs as; null for that of the image')),
    privileged: optional(bool('Whether it may do everything on the host')),
    network_mode: optional(text('Network; host shares that of the host')),
    pid_mode: optional(text('Processes; host shares those of the host')),
    restart: optional(text('When it is started again')),
    capabilities: list('Capabilities that were added'),
    mounts: list('Source:destination:mode'),
    ports: list('Ports that are led into it'),
    addresses: list('Its addresses'),
  },
  parse: (lines, out) => {
    const all = [...lines]
    const found = containers(all.map((l) => l.text).join('\n'))
    if (!found || all.length === 0) {
      for (const line of all) out.unparsed(line, 'no JSON array of containers')
      return
    }
    // Where each container begins: its lines reach to where the next one does.
    const begins = new Map<string, number>()
    for (const [i, line] of all.entries()) {
      const id = ID.exec(line.text)?.[1]
      if (id !== undefined && !begins.has(id)) begins.set(id, i)
    }
    for (const [n, c] of found.entries()) {
      const first = n === 0 ? 0 : (begins.get(word(c['Id'])!) ?? 0)
      const next = n + 1 < found.length ? (begins.get(word(found[n + 1]!['Id'])!) ?? 0) : all.length
      const state = object(c['State'])
      const host = object(c['HostConfig'])
      const config = object(c['Config'])
      const network = object(c['NetworkSettings'])
      out.row(
        {
          container: word(c['Id'])!,
          name: word(c['Name'])?.replace(/^\//, '') ?? null,
          image: word(config['Image']) ?? word(c['ImageName']),
          image_id: word(c['Image']),
          created: at(c['Created']),
          state: word(state['Status']),
          pid: number(state['Pid']) || null,
          started: at(state['StartedAt']),
          finished: at(state['FinishedAt']),
          exit_code: number(state['ExitCode']),
          command: [c['Path'], ...array(c['Args'])].filter((w) => typeof w === 'string').join(' ') || null,
          user: word(config['User']),
          privileged: typeof host['Privileged'] === 'boolean' ? host['Privileged'] : null,
          network_mode: word(host['NetworkMode']),
          pid_mode: word(host['PidMode']),
          restart: word(object(host['RestartPolicy'])['Name']),
          capabilities: array(host['CapAdd']).flatMap((v) => word(v) ?? []),
          mounts: array(c['Mounts']).map((m) => {
            const mount = object(m)
            return [mount['Source'], mount['Destination'], mount['RW'] === false ? 'ro' : 'rw'].join(':')
          }),
          ports: Object.entries(object(network['Ports'])).flatMap(([inside, to]) =>
            array(to).map((p) => `${word(object(p)['HostIp']) ?? ''}:${word(object(p)['HostPort']) ?? ''}->${inside}`),
          ),
          addresses: [
            ...new Set([
              ...Object.values(object(network['Networks'])).flatMap((n) => word(object(n)['IPAddress']) ?? []),
              ...(word(network['IPAddress']) ? [word(network['IPAddress'])!] : []),
            ]),
          ],
        },
        all[first]!,
        all[Math.max(first, next - 1)]!,
      )
    }
  },
  events: (r) => [
    ...(r.created === null
      ? []
      : [
          {
            ts: r.created,
            kind: 'process' as const,
            summary: `container ${r.name ?? r.container} was made from ${r.image ?? 'an image'}`,
          },
        ]),
    ...(r.started === null
      ? []
      : [
          {
            ts: r.started,
            kind: 'process' as const,
            summary: `container ${r.name ?? r.container} started`,
            pid: r.pid,
          },
        ]),
  ],
})
