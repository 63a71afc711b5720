import { useMemo } from 'react'
import type { Cell } from '../../../shared/model'
import { openPanel } from '../../dock'
import { select } from '../../session'
import { inertString } from '../../ui/inert'
import { useAllRows } from '../../use-all-rows'
import { listeners } from './listen'

/** Ports that listen, with who holds them; one nobody owns stands first. */
export function Listeners() {
  const { data } = useAllRows('sockets')
  const found = useMemo(
    () =>
      data
        ? listeners(
            data.rows.map(
              (r) =>
                (name: string): Cell =>
                  data.get(r, name),
            ),
          )
        : [],
    [data],
  )
  if (found.length === 0) return null
  return (
    <section data-testid="overview-listeners">
      <div className="overview-head">
        <h2>Listeners</h2>
        <span className="grow" />
        <button type="button" className="link" onClick={() => openPanel('sockets')}>
          All sockets
        </button>
      </div>
      <ul className="listeners">
        {found.slice(0, 14).map((l) => (
          <li key={l.id}>
            <button
              type="button"
              onClick={() => {
                select({ kind: 'socket', id: l.id, host: null })
                openPanel('sockets')
              }}
            >
              <span className="mono listener-port">
                {l.port}/{l.proto}
              </span>
              <span className="dim listener-service">{l.service ?? ''}</span>
              <span className="clip grow">
                {l.owner === null ? (
                  <em
                    className="nobody"
                    data-hint="No view names an owner: the kernel (NFS, RPC), missing rights, or hidden"
                  >
                    nobody
                  </em>
                ) : (
                  inertString(l.owner)
                )}
              </span>
              <span className="mono dim">{l.address}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
