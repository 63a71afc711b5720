import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Problem } from '../../../shared/syslog/tree'
import { Inert } from '../../ui/inert-text'
import { Empty } from '../../ui/parts'

const ICONS = { error: [CircleAlert, 'bad'], warning: [TriangleAlert, 'warn'], info: [Info, 'quiet'] } as const

export interface Listed extends Problem {
  readonly path: string
  readonly line: number
}

/** Everything that was found, with why it matters and how to mend it; a click goes there. */
export function Problems({ list, onGo }: { readonly list: readonly Listed[]; readonly onGo: (p: Listed) => void }) {
  if (list.length === 0) return <Empty title="Nothing to remark">Every check was made and none found anything.</Empty>
  return (
    <ul className="config-problems text" data-testid="config-problems">
      {list.map((p) => {
        const [Icon, tone] = ICONS[p.severity]
        return (
          <li key={`${p.path} ${p.from} ${p.check} ${p.message}`}>
            <button type="button" onClick={() => onGo(p)} data-testid={`problem-${p.check}`}>
              <Icon size={13} className={`config-${tone}`} aria-label={p.severity} />
              <span className="config-problem">
                <span>
                  <Inert text={p.message} />{' '}
                  <span className="dim mono">
                    <Inert text={p.path} />:{p.line} {p.check}
                  </span>
                </span>
                {p.why && <span className="dim">{p.why}</span>}
                {p.mend && <span>{p.mend}</span>}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
