/** The editor with what belongs to it; loaded when the panel is first shown. */
import { Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ConfigFile, ConfigSet } from '../../../shared/config-file'
import type { Place } from '../../../shared/syslog/configure'
import { includeMatches } from '../../../shared/syslog/include'
import type { Problem } from '../../../shared/syslog/tree'
import { DiffView, Editor } from '../../editor/editor'
import { languageOf, setDefined, setOpenPath } from '../../editor/languages'
import { hostName, toast, useSession } from '../../session'
import { Inert } from '../../ui/inert-text'
import { FaultView, IconButton, Loading } from '../../ui/parts'
import { useCall } from '../../use-call'
import { Deploy } from './deploy'
import { ImpactView } from './impact'
import { LogHost } from './log-host'
import { Matrix } from './matrix'
import { type Listed, Problems } from './problems'
import { enforces, type FileSet, readSet } from './sets'
import { FIRST_TRIAL, Simulator } from './simulator'
import { rowsOf } from './table-rows'
import { useTexts } from './use-texts'

const TABS = ['problems', 'matrix', 'simulator', 'impact', 'changes', 'deploy', 'loghost'] as const
type Tab = (typeof TABS)[number]
const TITLES: Readonly<Record<Tab, string>> = {
  problems: 'Remarks',
  matrix: 'Where it goes',
  simulator: 'Try a message',
  impact: 'What the edit stops',
  changes: 'Changes',
  deploy: 'Deploy',
  loghost: 'Remote log host',
}
/** Typing is not waited for longer than this before the checks are made again. */
const PAUSE_MS = 120

const lineIn = (text: string, at: number) => text.slice(0, at).split('\n').length

export default function Bench({ sets }: { readonly sets: readonly FileSet[] }) {
  const info = useSession((s) => s.info)
  const [setId, setSetId] = useState(sets[0]!.id)
  const set = sets.find((s) => s.id === setId) ?? sets[0]!
  const texts = useTexts(set)
  const [path, setPath] = useState(set.main ?? set.files[0]!.path)
  const [tab, setTab] = useState<Tab>('problems')
  const [goto, setGoto] = useState<{ at: number } | null>(null)
  const [trial, setTrial] = useState(FIRST_TRIAL)
  const file = set.files.find((f) => f.path === path) ?? set.files[0]!
  const { now, original } = texts

  // The checks follow the typing at a short distance.
  const [checked, setChecked] = useState(now)
  useEffect(() => {
    const timer = setTimeout(() => setChecked(now), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [now])
  const sestatus = useCall('rows', { table: 'sestatus', first: 0, count: 200 })
  const selinux = enforces(rowsOf(sestatus.data, set.host))
  const reading = useMemo(() => readSet(set, checked, selinux), [set, checked, selinux])
  useEffect(() => {
    setDefined({
      templates: [...(reading.config?.templates.keys() ?? [])],
      rulesets: [...(reading.config?.rulesets.keys() ?? [])],
    })
  }, [reading])

  const go = (place: { path: string; from: number }) => {
    setPath(place.path)
    setGoto({ at: place.from })
  }
  const open = useRef((_pattern: string) => {})
  open.current = (pattern) => {
    const found = includeMatches(
      pattern,
      set.files.map((f) => f.path),
    )
    if (found[0]) setPath(found[0])
    else toast(`${pattern} is not among the captured files`, true)
  }
  useEffect(() => setOpenPath((pattern) => open.current(pattern)), [])

  const problemsOf = (f: ConfigFile): readonly Problem[] =>
    f.kind === 'logging'
      ? (reading.problems.get(f.path) ?? [])
      : (languageOf(f.kind).check?.(checked.get(f.path) ?? '') ?? [])
  const listed: Listed[] = set.files.flatMap((f) =>
    problemsOf(f).map((p) => ({ ...p, path: f.path, line: lineIn(checked.get(f.path) ?? '', p.from) })),
  )
  const asSet = (of: ReadonlyMap<string, string>): ConfigSet => ({
    main: set.main ?? '',
    files: set.files.flatMap((f) =>
      f.kind === 'logging' && of.has(f.path) ? [{ path: f.path, text: of.get(f.path)! }] : [],
    ),
  })
  const add = (to: string, lines: string) => {
    const text = now.get(to) ?? ''
    texts.replace(to, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lines}`)
    setPath(to)
    setGoto({ at: text.length + lines.length })
    setTab('changes')
  }
  const edited = (p: string) => now.get(p) !== original.get(p)
  const lineOf = (place: Place) => lineIn(checked.get(place.path) ?? '', place.from)

  if (texts.fault) return <FaultView fault={texts.fault} />
  if (texts.loading) return <Loading what="Reading the configuration" />
  const value = now.get(file.path) ?? ''
  return (
    <div className="config">
      <nav className="config-files text" aria-label="Configuration files">
        {sets.length > 1 && (
          <select
            className="input"
            aria-label="Host"
            value={set.id}
            onChange={(e) => {
              const next = sets.find((s) => s.id === e.target.value)!
              setSetId(next.id)
              setPath(next.main ?? next.files[0]!.path)
            }}
          >
            {sets.map((s) => (
              <option key={s.id} value={s.id}>
                {hostName(info, s.host)}
              </option>
            ))}
          </select>
        )}
        {set.files.map((f) => {
          const errors = problemsOf(f).filter((p) => p.severity === 'error').length
          return (
            <button
              key={f.artifact}
              type="button"
              aria-current={f.path === file.path ? 'true' : undefined}
              onClick={() => setPath(f.path)}
              data-testid={`config-file-${f.path}`}
              data-hint={languageOf(f.kind).title}
            >
              <span className="mono clip">
                <Inert text={f.path} />
              </span>
              {edited(f.path) && <span role="img" className="config-edited" aria-label="edited" />}
              {errors > 0 && <span className="config-errors">{errors}</span>}
            </button>
          )
        })}
      </nav>
      <div className="config-main">
        <div className="config-bar">
          <span className="mono clip">
            <Inert text={file.path} />
          </span>
          <span className="dim text">{languageOf(file.kind).title}</span>
          <span className="grow" />
          <span className="dim text">The evidence stays as it is: an edit lives here until it is deployed.</span>
          <IconButton
            icon={Undo2}
            label="Take the edits of this file back"
            disabled={!edited(file.path)}
            onClick={() => texts.takeBack(file.path)}
          />
        </div>
        <Editor
          set={set.id}
          path={file.path}
          kind={file.kind}
          value={value}
          revision={texts.revision}
          problems={problemsOf(file)}
          onChange={(text) => texts.edit(file.path, text)}
          goto={goto}
        />
        <div className="config-below">
          <div role="tablist" aria-label="What the configuration does" className="config-tabs">
            {TABS.map((t) => (
              <button
                key={t}
                type="button"
                role="tab"
                aria-selected={t === tab}
                onClick={() => setTab(t)}
                data-testid={`config-tab-${t}`}
              >
                {TITLES[t]}
                {t === 'problems' && listed.length > 0 ? ` ${listed.length}` : ''}
              </button>
            ))}
          </div>
          <div role="tabpanel" className="config-pane" aria-label={TITLES[tab]}>
            {tab === 'problems' && <Problems list={listed} onGo={go} />}
            {tab === 'matrix' &&
              (reading.config ? (
                <Matrix
                  config={reading.config}
                  onTry={(facility, severity) => {
                    setTrial((t) => ({ ...t, facility, severity }))
                    setTab('simulator')
                  }}
                />
              ) : (
                <NoLogging />
              ))}
            {tab === 'simulator' &&
              (reading.config ? (
                <Simulator config={reading.config} trial={trial} onTrial={setTrial} lineOf={lineOf} onGo={go} />
              ) : (
                <NoLogging />
              ))}
            {tab === 'impact' && (
              <ImpactView
                before={asSet(original)}
                after={asSet(now)}
                host={set.host}
                changed={set.files.some((f) => f.kind === 'logging' && edited(f.path))}
              />
            )}
            {tab === 'loghost' && (
              <LogHost
                dialect={reading.config?.dialect ?? 'rsyslog'}
                onAdd={set.main === null ? null : (lines) => add(set.main!, lines)}
              />
            )}
            {tab === 'deploy' && (
              <Deploy
                files={set.files.flatMap((f) =>
                  edited(f.path)
                    ? [{ path: f.path, before: original.get(f.path) ?? null, text: now.get(f.path)! }]
                    : [],
                )}
                main={set.main ?? ''}
                config={reading.config}
                errors={listed.filter((p) => p.severity === 'error' && edited(p.path)).length}
              />
            )}
            {tab === 'changes' && <DiffView before={original.get(file.path) ?? ''} after={value} kind={file.kind} />}
          </div>
        </div>
      </div>
    </div>
  )
}

const NoLogging = () => <p className="state-text text">No syslog.conf or rsyslog.conf of this host was captured.</p>
