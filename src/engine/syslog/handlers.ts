/** The calls of the contract that the editor for configurations makes. */
import { readFileSync, statSync } from 'node:fs'
import { type ConfigFile, configKind, hostPath } from '../../shared/config-file'
import type { EngineContract } from '../../shared/contract'
import { Fault } from '../../shared/fault'
import type { Handlers } from '../../shared/rpc'
import type { OpenCase, Tell } from '../case/open-case'
import { replayCase } from './replay-case'

interface Around {
  readonly need: () => OpenCase
  readonly teller: () => Tell
}
type Calls = 'configFiles' | 'configText' | 'configImpact'

/** No configuration is larger. */
const LARGEST = 8 << 20

export function configHandlers({ need, teller }: Around): Pick<Handlers<EngineContract>, Calls> {
  return {
    configFiles: async () => {
      const all = await need().reader.artifacts({})
      return all.flatMap((a): ConfigFile[] => {
        const path = hostPath(a.path)
        const read = a.parser === 'rsyslog_conf' || a.parser === 'syslog_conf'
        const kind = path === null ? null : configKind(path)
        if (a.sha256 === null || (kind === null && !read)) return []
        const { id: artifact, host, capture, size, sha256 } = a
        return [{ artifact, host, capture, path: path ?? `/${a.path}`, kind: kind ?? 'logging', size, sha256 }]
      })
    },
    configText: async ({ artifact }) => {
      const path = need().plain(artifact)
      if (statSync(path).size > LARGEST)
        throw new Fault('limit', `the file is larger than ${LARGEST >> 20} MiB`, { artifact })
      return readFileSync(path, 'utf8')
    },
    configImpact: async ({ before, after, host }, { signal }) => {
      const tell = teller()
      return replayCase(
        need().reader,
        before,
        after,
        host,
        (done, total) => tell('parsing', 'Replaying messages', done, total, 'rules'),
        signal,
      )
    },
  }
}
