import { ChevronDown, ChevronRight, ListTree, Network } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Cell } from '../../../shared/model'
import type { Instant } from '../../../shared/time'
import { copy, showRawOf } from '../../actions'
import { printFull, printIn } from '../../clock'
import { runCommand } from '../../commands'
import { count, plural, tsvCell } from '../../format'
import { explain, whyUnknown } from '../../glossary'
import { definePanel } from '../../panel'
import { hostName, select, useClock, useSession } from '../../session'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Button, Empty, FaultView, IconButton, Loading } from '../../ui/parts'
import { RowList, type RowListHandle } from '../../ui/row-list'
import { TableBar } from '../../ui/table-panel'
import { useTied } from '../../ui/use-tied'
import { refText } from '../../ui/value-menu'
import { type AllRows, useAllRows } from '../../use-all-rows'
import { above, children, flatten, type Node, type Proc } from './tree'
import './processes.css'

interface Process extends Proc {
  readonly row: readonly Cell[]
  readonly kernel: boolean
  readonly deleted: boolean
  readonly sockets: number
}

function read(all: AllRows, sockets: ReadonlyMap<string, number>): Process[] {
  return all.rows.map((row) => {
    const pid = Number(all.get(row, 'pid'))
    const ppid = all.get(row, 'ppid')
    const host = Number(all.get(row, 'host') ?? 0)
    const told = all.get(row, 'sockets')
    return {
      row,
      id: String(all.get(row, 'id')),
      host,
      pid,
      ppid: ppid === null ? null : Number(ppid),
      kernel: all.get(row, 'kernel_thread') === true,
      deleted: all.get(row, 'exe_deleted') === true,
      sockets: typeof told === 'number' ? told : (sockets.get(`${host} ${pid}`) ?? 0),
    }
  })
}

function socketCounts(all: AllRows | null): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of all?.rows ?? []) {
    const pid = all?.get(row, 'pid') ?? null
    if (pid === null) continue
    const key = `${all?.get(row, 'host') ?? 0} ${pid}`
    found.set(key, (found.get(key) ?? 0) + 1)
  }
  return found
}

const TOPICS = ['processes'] as const

function Processes() {
  const { text, entity } = useSession((s) => s.filter)
  const all = useAllRows('processes', text, entity)
  const sockets = useAllRows('sockets')
  const counts = useMemo(() => socketCounts(sockets.data), [sockets.data])
  const procs = useMemo(() => (all.data ? read(all.data, counts) : []), [all.data, counts])
  if (all.fault && !all.data) return <FaultView fault={all.fault} again={all.again} />
  if (!all.data) return <Loading what="Reading processes" />
  if (procs.length === 0)
    return text || entity ? (
      <>
        <TableBar title="Processes" total={0} topics={TOPICS} />
        <Empty title="Nothing here fits the query">The query line’s text and entity apply to processes too.</Empty>
      </>
    ) : (
      <Empty
        title="No view of processes in this case"
        action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
      >
        Output of ps (any of its forms), top, pstree or a copy of /proc fills it. ps -ef or ps axjf prints parents, so
        that the tree has branches.
      </Empty>
    )
  return <Tree all={all.data} procs={procs} stale={all.stale} />
}

function Tree({
  all,
  procs,
  stale,
}: {
  readonly all: AllRows
  readonly procs: readonly Process[]
  readonly stale: boolean
}) {
  const info = useSession((s) => s.info)
  const selection = useSession((s) => s.selection)
  const tied = useTied('processes', 'process')
  const { zone } = useClock()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [hideKernel, setHideKernel] = useState(false)
  const [cursor, setCursor] = useState<number | null>(null)
  const list = useRef<RowListHandle>(null)
  const shownProcs = useMemo(() => (hideKernel ? procs.filter((p) => !p.kernel) : procs), [procs, hideKernel])
  const tree = useMemo(() => children(shownProcs), [shownProcs])
  const nodes = useMemo(() => flatten(tree, closed), [tree, closed])
  const parents = procs.some((p) => p.ppid !== null)
  const kernels = useMemo(() => procs.filter((p) => p.kernel).length, [procs])
  const selectedId = selection?.kind === 'process' ? selection.id : null

  // A process selected elsewhere is brought into view, its branch opened.
  const seen = useRef<string | null>(null)
  useEffect(() => {
    if (!selectedId || seen.current === selectedId) return
    const shut = above(tree, selectedId).filter((id) => closed.has(id))
    if (shut.length > 0) return setClosed((c) => new Set([...c].filter((id) => !shut.includes(id))))
    const at = nodes.findIndex((n) => n.proc.id === selectedId)
    if (at < 0) return
    seen.current = selectedId
    setCursor(at)
    list.current?.reveal(at, 'centre')
  }, [selectedId, tree, nodes, closed])

  const toggle = (id: string, shut?: boolean) =>
    setClosed((c) => {
      const next = new Set(c)
      if (shut ?? !next.has(id)) next.add(id)
      else next.delete(id)
      return next
    })
  const pick = (i: number, browse: boolean) => {
    const node = nodes[i]
    if (!node) return
    setCursor(i)
    seen.current = node.proc.id
    select({ kind: 'process', id: node.proc.id, host: null }, browse)
  }
  const onKey = (e: KeyboardEvent) => {
    const node = cursor === null ? undefined : nodes[cursor]
    if (!node || cursor === null) return
    if (e.key === 'ArrowRight' && !e.altKey) {
      e.preventDefault()
      if (node.children > 0 && closed.has(node.proc.id)) toggle(node.proc.id, false)
      else if (node.children > 0) pick(cursor + 1, true)
    } else if (e.key === 'ArrowLeft' && !e.altKey) {
      e.preventDefault()
      if (node.children > 0 && !closed.has(node.proc.id)) return toggle(node.proc.id, true)
      for (let i = cursor - 1; i >= 0; i--) if ((nodes[i]?.depth ?? 0) < node.depth) return pick(i, true)
    } else if (e.key === 'c' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      void copy(all.columns.map((c) => tsvCell(String(all.get(node.proc.row, c.name) ?? ''))).join('\t'), 'Row')
    } else if (e.key === 'r' && !e.ctrlKey && !e.metaKey) void showRawOf({ kind: 'process', id: node.proc.id })
  }
  return (
    <>
      <TableBar title="Processes" total={all.total} topics={TOPICS}>
        {!parents && (
          <span className="dim clip" data-hint={whyUnknown('ppid')}>
            no parents captured: a flat list
          </span>
        )}
        {kernels > 0 && (
          <Button tone="quiet" aria-pressed={hideKernel} onClick={() => setHideKernel((h) => !h)}>
            {hideKernel ? 'Show' : 'Hide'} {plural(kernels, 'kernel thread')}
          </Button>
        )}
        {parents && (
          <>
            <IconButton icon={ChevronDown} label="Open all branches" onClick={() => setClosed(new Set())} />
            <IconButton
              icon={ChevronRight}
              label="Close all branches"
              onClick={() => setClosed(new Set([...tree.keys()].filter((k) => k !== '')))}
            />
          </>
        )}
      </TableBar>
      <RowList
        handle={list}
        total={nodes.length}
        label="Processes"
        role="tree"
        idPrefix="proc"
        cursor={cursor}
        stale={stale}
        onCursor={(i) => pick(i, true)}
        onEnter={(i) => pick(i, false)}
        onKey={onKey}
        width={860}
        header={<TreeHead />}
        render={(i) => {
          const node = nodes[i]
          if (!node) return null
          const { proc } = node
          const state = proc.id === selectedId ? 'selected' : tied.has(proc.id) ? 'tied' : ''
          return (
            <div
              key={proc.id}
              id={`proc-${i}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={node.depth + 1}
              aria-expanded={node.children > 0 ? !closed.has(proc.id) : undefined}
              aria-selected={proc.id === selectedId}
              className={`row proc ${state} ${i === cursor ? 'cursor' : ''} ${proc.kernel ? 'kernel' : ''}`}
              data-testid={`row-processes-${proc.id}`}
              data-ref={refText({ kind: 'process', id: proc.id, host: null })}
              data-host={proc.host}
              onPointerDown={(e) => {
                if (e.button === 0) pick(i, false)
              }}
              onDoubleClick={() => node.children > 0 && toggle(proc.id)}
            >
              <TreeRow
                node={node}
                all={all}
                open={!closed.has(proc.id)}
                onToggle={() => toggle(proc.id)}
                zone={zone}
                host={(info?.hosts.length ?? 0) > 1 ? hostName(info, proc.host) : null}
              />
            </div>
          )
        }}
      />
    </>
  )
}

const HEADS: readonly (readonly [string, string, string])[] = [
  ['proc-name', 'Process', 'Program name; below its parent'],
  ['proc-pid', 'PID', 'Process id. Not an identity: the number is used again'],
  ['proc-user', 'User', 'Effective user'],
  ['proc-stat', 'Stat', 'State letters as ps prints them; hover over one'],
  ['proc-start', 'Started', 'Start of the process, as exact as the view that told it'],
  ['proc-cpu', 'CPU s', 'Processor time used, in seconds'],
  ['proc-mem', 'Mem KiB', 'Resident memory'],
  ['proc-sock', 'Sock', 'Sockets that a view ties to it'],
  ['proc-cmd', 'Command line', 'As printed, perhaps cut by the tool'],
]
function TreeHead() {
  return (
    <div className="head">
      {HEADS.map(([name, label, about]) => (
        <div key={name} className={`head-cell ${name}`} data-hint={about}>
          {label}
        </div>
      ))}
    </div>
  )
}

function TreeRow({
  node,
  all,
  open,
  onToggle,
  zone,
  host,
}: {
  readonly node: Node<Process>
  readonly all: AllRows
  readonly open: boolean
  readonly onToggle: () => void
  readonly zone: Parameters<typeof printIn>[1]
  readonly host: string | null
}) {
  const { proc } = node
  const get = (name: string) => all.get(proc.row, name)
  const text = (name: string) => (get(name) === null ? '' : String(get(name)))
  const cell = (className: string, name: string, shown?: React.ReactNode, kind?: string, hint?: string) => (
    <div
      className={`cell ${className}`}
      data-value={text(name)}
      data-kind={kind}
      data-hint={text(name) === '' ? whyUnknown(name) : (hint ?? explain(name, text(name)) ?? undefined)}
    >
      {text(name) === '' ? <span className="unknown">{'\u2003'}</span> : (shown ?? <Inert text={text(name)} />)}
    </div>
  )
  const started = get('started') as Instant | null
  const error = get('started_error')
  return (
    <>
      <div className="cell proc-name" data-value={text('name')} data-kind="program">
        {node.rails.map((on, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rails have no identity but their place
          <span key={i} className={on ? 'rail-line' : 'rail-gap'} />
        ))}
        {node.children > 0 ? (
          <button
            type="button"
            tabIndex={-1}
            className="twist"
            aria-label={open ? 'Close' : 'Open'}
            onPointerDown={(e) => {
              e.stopPropagation()
              onToggle()
            }}
          >
            {open ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
          </button>
        ) : (
          <span className="twist" />
        )}
        <Inert text={text('name')} />
        {!open && node.children > 0 && <span className="dim"> +{node.children}</span>}
        {proc.deleted && (
          <span
            className="flag-bad"
            data-hint="The file of the running program is gone from its path: deleted or replaced since it started"
          >
            file deleted
          </span>
        )}
        {host && <span className="dim"> {inertString(host)}</span>}
      </div>
      {cell('proc-pid right num', 'pid')}
      {cell('proc-user', 'user', undefined, 'user')}
      {cell('proc-stat mono', 'stat')}
      {cell(
        'proc-start time',
        'started',
        // No more digits than are known: `Jun28` is a day.
        started === null ? null : printIn(started, zone).slice(0, Number(error ?? 0) >= 3600 ? 10 : 16),
        undefined,
        started === null ? undefined : `${printFull(started, zone)}${error ? `\nmay be off by ${error} s` : ''}`,
      )}
      {cell('proc-cpu right num', 'cpu_time', get('cpu_time') === null ? null : count(Number(get('cpu_time'))))}
      {cell('proc-mem right num', 'memory', get('memory') === null ? null : count(Number(get('memory'))))}
      <div className="cell proc-sock right num" data-value={String(proc.sockets)}>
        {proc.sockets > 0 ? (
          <span data-hint={plural(proc.sockets, 'socket')}>
            <Network size={11} aria-hidden /> {proc.sockets}
          </span>
        ) : (
          ''
        )}
      </div>
      {cell(
        'proc-cmd mono last',
        'cmdline',
        undefined,
        undefined,
        inertString(text('cmdline')).slice(0, 1500) + (text('exe') ? `\n${inertString(text('exe'))}` : ''),
      )}
    </>
  )
}

export default definePanel({
  title: 'Processes',
  icon: ListTree,
  order: 4,
  about: 'What was running, as a tree by parent',
  component: Processes,
})
