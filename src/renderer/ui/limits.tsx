/** What the captures could not see of the table beside it: one line that opens. Nothing when nothing is known to be missing. */
import { EyeOff } from 'lucide-react'
import { useMemo } from 'react'
import { limitsAbout, type Topic } from '../../shared/limits'
import { plural } from '../format'
import { useSession } from '../session'
import { Inert } from './inert-text'
import './limits.css'

export function Limits({ topics }: { readonly topics: readonly Topic[] }) {
  const captures = useSession((s) => s.info?.captures)
  const key = topics.join()
  const shown = useMemo(() => {
    const about = key === '' ? [] : (key.split(',') as Topic[])
    return (captures ?? []).flatMap((c) =>
      limitsAbout(c.blind, about).map((l) => ({ id: `${c.id} ${l.says}`, says: l.says, source: c.source })),
    )
  }, [captures, key])
  return <LimitList limits={shown} sources={(captures?.length ?? 0) > 1} />
}

export function LimitList({
  limits,
  sources = false,
}: {
  readonly limits: readonly { readonly id: string; readonly says: string; readonly source?: string }[]
  /** Whether to say which capture each is of. */
  readonly sources?: boolean
}) {
  const first = limits[0]
  if (!first) return null
  return (
    <details className="limits" data-testid="limits">
      <summary>
        <EyeOff size={13} aria-hidden />
        <span>{plural(limits.length, 'thing')} could not be seen</span>
        <span className="limits-first clip">
          <Inert text={first.says} />
        </span>
      </summary>
      <ul className="text">
        {limits.map((l) => (
          <li key={l.id}>
            <Inert text={l.says} />
            {sources && l.source && (
              <span className="dim mono">
                {' '}
                <Inert text={l.source} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
