/** The list on the left: every table that the case has, walked with the arrow keys, narrowed by a text. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { TableInfo } from '../../../shared/model'
import { count } from '../../format'
import { groupsOf } from './groups'

export function TableList({
  tables,
  chosen,
  onChoose,
  onLeave,
}: {
  readonly tables: readonly TableInfo[]
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
  /** On to the rows of a table. */
  readonly onLeave: (name: string) => void
}) {
  const [text, setText] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const groups = groupsOf(tables, text)
  const order = groups.flatMap((g) => g.tables)
  const at = order.findIndex((t) => t.name === chosen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen moves it, not what is typed
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const onKey = (e: KeyboardEvent) => {
    if (e.altKey || e.ctrlKey || e.metaKey) return
    const typing = e.target instanceof HTMLInputElement
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at < 0 ? order.length - 1 : at - 1 }
    if (!typing) Object.assign(steps, { Home: 0, End: order.length - 1, PageDown: at + 10, PageUp: at - 10 })
    const to = steps[e.key]
    if (to !== undefined) {
      e.preventDefault()
      const next = order[Math.max(0, Math.min(to, order.length - 1))]
      if (next) onChoose(next.name)
    } else if (e.key === 'Enter') {
      e.preventDefault()
      // What was typed names a table: it is the one that is wanted.
      const wanted = order[at < 0 ? 0 : at]
      if (!wanted) return
      onChoose(wanted.name)
      onLeave(wanted.name)
    } else if (e.key === 'Escape' && typing && text) {
      e.stopPropagation()
      setText('')
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the field and of the list, in one place
    <div className="tables-list" onKeyDown={onKey}>
      <div className="tables-find">
        <input
          className="input"
          type="search"
          placeholder="Find a table"
          aria-label="Find a table"
          data-testid="tables-find"
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
      </div>
      <div
        ref={list}
        role="listbox"
        className="tables-all"
        aria-label="Tables"
        tabIndex={0}
        aria-activedescendant={at >= 0 ? `table-${chosen}` : undefined}
      >
        {groups.map((g) => (
          <div key={g.id} role="group" aria-label={g.title}>
            <div className="tables-group caption" aria-hidden data-hint={g.about}>
              {g.title}
            </div>
            {g.tables.map((t) => (
              <div
                key={t.name}
                id={`table-${t.name}`}
                role="option"
                aria-selected={t.name === chosen}
                className={`tables-item ${t.name === chosen ? 'selected' : ''} ${t.rows === 0 ? 'none' : ''}`}
                data-testid={`table-${t.name}`}
                onPointerDown={(e) => {
                  if (e.button === 0) onChoose(t.name)
                }}
              >
                <span className="tables-title clip" data-hint={t.title}>
                  {t.title}
                </span>
                <span className="tables-rows num">{count(t.rows)}</span>
                <span className="tables-name mono clip">{t.name}</span>
              </div>
            ))}
          </div>
        ))}
        {order.length === 0 && <p className="tables-no dim">No table is named so.</p>}
      </div>
    </div>
  )
}
