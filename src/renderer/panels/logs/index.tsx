import { ChartNoAxesColumn, Clock, ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ArtifactInfo } from '../../../shared/model'
import { showInTimeline, showRaw } from '../../actions'
import { runCommand } from '../../commands'
import { bytes, count, percent } from '../../format'
import { definePanel } from '../../panel'
import { select, useSession } from '../../session'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Limits } from '../../ui/limits'
import { type LocalColumn, LocalTable } from '../../ui/local-table'
import { Button, CoverageBar, Empty, FaultView, Loading } from '../../ui/parts'
import { useCall } from '../../use-call'
import { ZoneDialog } from './zone-dialog'

const isLog = (a: ArtifactInfo): boolean => a.parserKind === 'log' && a.state === 'parsed'

function columns(): readonly LocalColumn<ArtifactInfo>[] {
  return [
    {
      id: 'path',
      label: 'File',
      about: 'Path inside the bundle',
      width: 300,
      grow: 3,
      mono: true,
      value: (a) => a.path,
      render: (a) => <Inert text={a.path} />,
      hint: (a) => (a.path.length > 42 ? inertString(a.path) : undefined),
    },
    {
      id: 'format',
      label: 'Format',
      about: 'Log format, recognised by content',
      width: 140,
      grow: 2,
      value: (a) => a.parserTitle ?? a.parser,
    },
    {
      id: 'rows',
      label: 'Events',
      about: 'Lines that became events',
      width: 84,
      right: true,
      value: (a) => a.rows,
      render: (a) => count(a.rows),
    },
    {
      id: 'coverage',
      label: 'Coverage',
      about: 'Share of lines that were read',
      width: 146,
      value: (a) => (a.rows + a.noise) / Math.max(1, a.rows + a.noise + a.unparsed),
      render: (a) => (
        <>
          <CoverageBar {...a} /> <span className="num">{percent(a.rows + a.noise, a.rows + a.noise + a.unparsed)}</span>
        </>
      ),
      hint: (a) => `${count(a.rows)} events, ${count(a.noise)} noise, ${count(a.unparsed)} unparsed`,
    },
    {
      id: 'zone',
      label: 'Zone',
      about: 'Zone that its stamps are read in; hover for the reason',
      width: 130,
      value: (a) => a.zone,
      hint: (a) => a.zoneReason ?? 'Its stamps carry their offset',
    },
    {
      id: 'year',
      label: 'Year',
      about: 'Year of its first line, when stamps carry none; hover for the reason',
      width: 58,
      right: true,
      value: (a) => a.year,
      hint: (a) => a.yearReason ?? 'Its stamps carry the year',
    },
    {
      id: 'reason',
      label: 'Why',
      about: 'What the zone and the year were decided from',
      width: 260,
      grow: 4,
      value: (a) => [a.yearReason, a.zoneReason].filter(Boolean).join('; '),
      hint: (a) => [a.yearReason, a.zoneReason].filter(Boolean).join('\n') || undefined,
    },
    {
      id: 'size',
      label: 'Size',
      about: 'Bytes as captured',
      width: 84,
      right: true,
      value: (a) => a.size,
      render: (a) => bytes(a.size),
    },
  ]
}
const COLUMNS = columns()

const TOPICS = ['logs'] as const

function Logs() {
  const { data, fault, again } = useCall('artifacts', {})
  const text = useSession((s) => s.filter.text)
  const selection = useSession((s) => s.selection)
  const [dialog, setDialog] = useState<ArtifactInfo | null>(null)
  const all = useMemo(() => (data ?? []).filter(isLog), [data])
  const byPath = useMemo(
    () => all.filter((a) => text !== '' && a.path.toLowerCase().includes(text.toLowerCase())),
    [all, text],
  )
  // The query's text is mostly meant for events: only when it names a file does it narrow this list.
  const rows = byPath.length > 0 ? byPath : all
  if (fault && !data) return <FaultView fault={fault} again={again} />
  if (!data) return <Loading what="Reading the list of logs" />
  if (all.length === 0)
    return (
      <Empty
        title="No log file in this case"
        action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
      >
        Files of syslog, auth, messages and the like, rotated and compressed ones too. Drop a copy of /var/log, or a
        bundle that holds one.
      </Empty>
    )
  const selected = selection?.kind === 'artifact' ? (rows.find((a) => String(a.id) === selection.id) ?? null) : null
  return (
    <>
      <div className="toolbar">
        <h2>Logs</h2>
        <span className="dim num">{count(rows.length)}</span>
        <span className="grow" />
        <Button
          tone="quiet"
          disabled={!selected}
          hint="Stamps without year or zone are read as this says"
          data-testid="zone-open"
          onClick={() => setDialog(selected)}
        >
          <Clock size={13} aria-hidden /> Zone and year…
        </Button>
        <Button
          tone="quiet"
          disabled={!selected}
          data-testid="log-timeline"
          onClick={() => selected && showInTimeline({ kind: 'artifact', id: String(selected.id), host: null })}
        >
          <ChartNoAxesColumn size={13} aria-hidden /> In the timeline
        </Button>
      </div>
      <Limits topics={TOPICS} />
      <LocalTable
        id="logs"
        label="Log files"
        rows={rows}
        columns={COLUMNS}
        rowId={(a) => String(a.id)}
        refOf={(a) => ({ kind: 'artifact', id: String(a.id), host: null })}
        rawOf={(a) => [a.id, 0, 0]}
        selected={selected ? String(selected.id) : null}
        onPick={(a, browse) => select({ kind: 'artifact', id: String(a.id), host: null }, browse)}
        onOpen={(a) => showRaw(a.id, 0, 0)}
      />
      {dialog && <ZoneDialog artifact={dialog} close={() => setDialog(null)} />}
    </>
  )
}

export default definePanel({
  title: 'Logs',
  icon: ScrollText,
  order: 7,
  about: 'Log files with their format, and the zone and year their stamps are read in',
  component: Logs,
})
