/** A panel that is a table, or several behind tabs, with a line that says what the query does to it. */

import { X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import type { Topic } from '../../shared/limits'
import { count } from '../format'
import { patchFilter, useSession } from '../session'
import { Limits } from './limits'
import { IconButton } from './parts'
import './table-panel.css'

/** What of the query applies to tables, said where it matters: time and severity belong to events only. */
export function Scope() {
  const filter = useSession((s) => s.filter)
  const beyond = [
    filter.severity !== null && 'severity',
    filter.programs.length > 0 && 'program',
    filter.kinds.length > 0 && 'kind',
    (filter.from !== null || filter.to !== null) && 'time range',
  ].filter((x) => x !== false)
  return (
    <>
      {filter.entity && (
        <span className="scope">
          only what is tied to the {filter.entity.kind === 'artifact' ? 'file' : filter.entity.kind} in the query
          <IconButton icon={X} label="Show all" onClick={() => patchFilter({ entity: null })} />
        </span>
      )}
      {beyond.length > 0 && (
        <span className="dim clip" data-hint="These words of the query choose events; this table has none">
          {beyond.join(', ')}: on the timeline only
        </span>
      )}
    </>
  )
}

/** The bar over a table, and beneath it what the captures could not see of what the table tells. */
export function TableBar({
  title,
  total,
  topics,
  children,
}: {
  readonly title: string
  readonly total: number | null
  readonly topics: readonly Topic[]
  readonly children?: ReactNode
}) {
  return (
    <>
      <div className="toolbar">
        <h2>{title}</h2>
        {total !== null && <span className="dim num">{count(total)}</span>}
        <Scope />
        <span className="grow" />
        {children}
      </div>
      <Limits topics={topics} />
    </>
  )
}

export interface Tab {
  readonly id: string
  readonly title: string
  readonly content: () => ReactNode
  /** What its table tells of. */
  readonly topics: readonly Topic[]
}
export function TabbedPanel({ tabs, label }: { readonly tabs: readonly Tab[]; readonly label: string }) {
  const [at, setAt] = useState(tabs[0]?.id ?? '')
  return (
    <Tabs.Root className="tabbed" value={at} onValueChange={setAt}>
      <div className="toolbar tab-bar">
        <Tabs.List aria-label={label} className="tabs">
          {tabs.map((t) => (
            <Tabs.Trigger key={t.id} value={t.id} className="tab" data-testid={`tab-${t.id}`}>
              {t.title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <span className="grow" />
        <Scope />
      </div>
      {tabs.map((t) => (
        <Tabs.Content key={t.id} value={t.id} className="tab-content">
          <Limits topics={t.topics} />
          {t.content()}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  )
}
