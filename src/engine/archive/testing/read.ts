/** For tests: bytes written to a scratch file, opened as a container and read to the end. */
import { writeFile } from 'node:fs/promises'
import { openContainer } from '../open'
import type { Limits } from '../types'
import { logText, type Read, readAll, type TarSpec, temporary } from './make'

export async function reader() {
  const scratch = await temporary()
  let serial = 0
  return {
    ...scratch,
    read: async (bytes: Uint8Array, limits?: Partial<Limits>) => {
      const path = scratch.path(`c${++serial}`)
      await writeFile(path, bytes)
      const container = await openContainer(path, limits)
      const all = await readAll(container)
      return { container, all, kind: container.kind, truncated: container.truncated() }
    },
  }
}

/** One line per member: path, type or refusal, link target. */
export const shape = (all: readonly Read[]): string[] =>
  all.map(
    ({ entry }) => `${entry.path} ${entry.refused ?? entry.type}${entry.linkTarget ? ` -> ${entry.linkTarget}` : ''}`,
  )

export const text: Buffer = logText(50)
export const good: TarSpec = { name: 'var/log/auth.log', data: text }
