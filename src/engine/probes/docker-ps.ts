/**
 * Containers of docker and podman, as `docker ps -a` lists them.
 *   CONTAINER ID   IMAGE                 COMMAND                  CREATED       STATUS                   PORTS                  NAMES
 *   f9a1477e7b80   nginx:1.25            "/docker-entrypoint.…"   2 hours ago   Up 2 hours (healthy)     0.0.0.0:80->80/tcp     web
 *   028edcb93486   evil.example.com/xm   "/bin/sh -c ./xmrig"     3 days ago    Exited (137) 1 day ago                          miner
 * Times are relative and cut to their largest unit, so they date nothing to better than that unit.
 */
import { defineProbe, int, list, optional, text } from '../define'
import { cellFinder, cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'

const HEADER = /^CONTAINER ID\s{2,}IMAGE\s{2,}COMMAND\s{2,}CREATED\s{2,}STATUS\s{2,}PORTS(?:\s{2,}[A-Z ]+)*\s*$/
const COMPLAINT =
  /^(?:Cannot connect to the Docker daemon|Got permission denied while trying|permission denied while trying|Error: |error during connect|Emulate Docker CLI using podman)/
const quoted = (cell: string): string => /^"(.*)"$/.exec(cell)?.[1] ?? cell

export default defineProbe({
  title: 'Containers (docker ps, podman ps)',
  commands: ['docker ps -a --no-trunc', 'podman ps -a --no-trunc'],
  recognise: {
    names: ['docker_ps*', 'podman_ps*', 'docker_container_ls*'],
    shape: (head) => (head.lines.slice(0, 4).some((l) => l.length < 4000 && HEADER.test(l)) ? 0.96 : 0),
  },
  columns: {
    container: text('Id of the container, perhaps cut to twelve digits'),
    image: text('Image'),
    command: optional(text('Command, perhaps cut')),
    created: optional(text('Age as printed')),
    state: optional(text('running, exited, created, restarting, paused, dead, removing')),
    exit_code: optional(int('How it ended: above 128 by a signal')),
    health: optional(text('healthy, unhealthy or starting, where it is watched')),
    status: text('State as printed'),
    ports: list('Ports that are led into it'),
    names: list('Names'),
    size: optional(text('Size as printed (-s)')),
  },
  parse: (lines, out) => {
    let columns: readonly HeaderColumn[] | null = null
    for (const line of lines) {
      const t = line.text
      if (t.length < 4000 && HEADER.test(t)) {
        columns = headerColumns(t, 2)
        out.noise(line)
        continue
      }
      const cells = columns && t.length < 16_000 ? cellsOf(columns, t) : null
      if (!cells || !/^[0-9a-f]{12,64}$/.test(cells[0]!)) {
        if (COMPLAINT.test(t)) out.noise(line)
        else out.unparsed(line, columns ? 'not a container' : 'no header of docker ps before this line')
        continue
      }
      const find = cellFinder(columns!)
      const cell = (name: string) => find(cells, name)
      const status = cell('STATUS')
      const exited = /^Exited \((-?\d{1,5})\)/.exec(status)
      out.row(
        {
          container: cells[0]!,
          image: cell('IMAGE'),
          command: quoted(cell('COMMAND')) || null,
          created: cell('CREATED') || null,
          state: stateOf(status),
          exit_code: exited ? Number(exited[1]) : null,
          health: /\((healthy|unhealthy|health: starting)\)/.exec(status)?.[1]?.replace('health: ', '') ?? null,
          status,
          ports: cell('PORTS')
            .split(/,\s*/)
            .filter((p) => p !== ''),
          names: cell('NAMES')
            .split(',')
            .filter((n) => n !== ''),
          size: cell('SIZE') || null,
        },
        line,
      )
    }
  },
})

function stateOf(status: string): string | null {
  if (/\(Paused\)/.test(status)) return 'paused'
  if (/^Up\b/.test(status)) return 'running'
  const word = /^(Exited|Created|Restarting|Dead|Removal|Initialized|Stopped)\b/.exec(status)?.[1]
  return word === undefined ? null : word === 'Removal' ? 'removing' : word.toLowerCase()
}
