/**
 * /proc mounted with `hidepid`: processes of others are hidden from whoever is not root (proc(5)).
 *   proc on /proc type proc (rw,relatime,hidepid=2)         hidepid=invisible, noaccess, ptraceable since Linux 5.8
 */
import type { CaptureFacts } from '../define'

interface Mounted {
  readonly point: string
  readonly type: string | null
  readonly options: readonly string[]
}

/** Facts of a capture from its mounts; `options` with those of the file system. */
export function hidepidFacts(rows: readonly Mounted[]): CaptureFacts {
  const proc = rows.find((r) => r.type === 'proc' && r.point === '/proc')
  const option = proc?.options.find((o) => /^hidepid=(?!0$|off$)\w+$/.test(o))
  return option
    ? {
        blind: [
          {
            about: ['processes', 'open_files', 'sockets'],
            says: `/proc is mounted with ${option}: whoever is not root sees no processes of others, and nothing that they hold.`,
          },
        ],
      }
    : {}
}
