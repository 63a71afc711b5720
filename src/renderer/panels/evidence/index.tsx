import { Archive } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ArtifactInfo } from '../../../shared/model'
import { showRaw } from '../../actions'
import { runCommand } from '../../commands'
import { bytes, count, percent } from '../../format'
import { definePanel } from '../../panel'
import { select, useSession } from '../../session'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { type LocalColumn, LocalTable } from '../../ui/local-table'
import { Button, CoverageBar, Empty, FaultView, Loading } from '../../ui/parts'
import { useCall } from '../../use-call'
import { GROUPS, type Group, groupOf, matches } from './groups'
import { Unparsed } from './unparsed'
import './evidence.css'

const STATES: Readonly<Record<ArtifactInfo['state'], string>> = {
  parsed: 'Read: its lines are rows, events, noise or listed as unparsed',
  kept: 'Kept unchanged and hashed; nothing here reads this kind of file',
  refused: 'Refused: it did not come in',
  failed: 'Kept, but reading it failed',
}

const COLUMNS: readonly LocalColumn<ArtifactInfo>[] = [
  {
    id: 'state',
    label: 'State',
    about: 'What became of the file',
    width: 66,
    value: (a) => a.state,
    render: (a) => <span className={`artifact-${a.state}`}>{a.state}</span>,
    hint: (a) => STATES[a.state],
  },
  {
    id: 'path',
    label: 'Path',
    about: 'Path inside the bundle',
    width: 320,
    grow: 3,
    mono: true,
    value: (a) => a.path,
    render: (a) => <Inert text={a.path} />,
    hint: (a) => (a.path.length > 44 ? inertString(a.path) : undefined),
  },
  {
    id: 'size',
    label: 'Size',
    about: 'Bytes as captured',
    width: 84,
    right: true,
    value: (a) => a.size,
    render: (a) => bytes(a.size),
    hint: (a) => `${count(a.size)} bytes`,
  },
  {
    id: 'parser',
    label: 'Read as',
    about: 'What reads it, recognised by content first and by name second',
    width: 150,
    grow: 2,
    value: (a) => a.parserTitle ?? a.parser,
    hint: (a) =>
      a.parser
        ? `${a.parser}, confidence ${Math.round(a.confidence * 100)} %${a.command ? `\n${inertString(a.command)}` : ''}`
        : 'Nothing here reads this kind of file',
  },
  {
    id: 'coverage',
    label: 'Coverage',
    about: 'Share of lines that are rows or events (green), known noise (grey), unparsed (yellow)',
    width: 150,
    value: (a) => (a.state === 'parsed' ? (a.rows + a.noise) / Math.max(1, a.rows + a.noise + a.unparsed) : null),
    render: (a) =>
      a.state === 'parsed' ? (
        <>
          <CoverageBar {...a} /> <span className="num">{percent(a.rows + a.noise, a.rows + a.noise + a.unparsed)}</span>
        </>
      ) : (
        ''
      ),
    hint: (a) =>
      a.state === 'parsed'
        ? `${count(a.rows)} rows, ${count(a.noise)} noise, ${count(a.unparsed)} unparsed`
        : undefined,
  },
  {
    id: 'unparsed',
    label: 'Unparsed',
    about: 'Lines that could not be read',
    width: 74,
    right: true,
    value: (a) => a.unparsed,
    render: (a) => (a.unparsed > 0 ? count(a.unparsed) : ''),
  },
  {
    id: 'sha256',
    label: 'SHA-256',
    about: 'Hash of the bytes as taken in',
    width: 120,
    mono: true,
    value: (a) => a.sha256,
    render: (a) =>
      a.sha256 ? (
        a.sha256.slice(0, 12)
      ) : (
        <span className="unknown" data-hint="No hash: it did not come in">
          {'\u2003'}
        </span>
      ),
    hint: (a) => a.sha256 ?? undefined,
  },
  {
    id: 'remark',
    label: 'Remark',
    about: 'Why it was refused, cut, failed or is not read',
    width: 200,
    grow: 2,
    value: (a) => a.refused ?? a.fault ?? a.truncated ?? a.notRead,
    render: (a) => (
      <span className={a.refused || a.fault ? 'artifact-refused' : 'artifact-cut'}>
        <Inert text={a.refused ?? a.fault ?? (a.truncated ? `truncated: ${a.truncated}` : (a.notRead ?? ''))} />
      </span>
    ),
    hint: (a) => a.refused ?? a.fault ?? a.truncated ?? a.notRead ?? undefined,
  },
]

function Evidence() {
  const { data, fault, again } = useCall('artifacts', {})
  const text = useSession((s) => s.filter.text)
  const selection = useSession((s) => s.selection)
  const [group, setGroup] = useState<Group>('all')
  const rows = useMemo(() => (data ?? []).filter((a) => matches(a, group, text)), [data, group, text])
  const counts = useMemo(() => groupOf(data ?? []), [data])
  if (fault && !data) return <FaultView fault={fault} again={again} />
  if (!data) return <Loading what="Reading the manifest" />
  if (data.length === 0)
    return (
      <Empty
        title="No evidence in this case yet"
        action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}
      >
        Drop a UAC or sosreport archive, a folder of captured outputs, a copy of /var/log or single files anywhere in
        the window. Each is kept unchanged under its SHA-256.
      </Empty>
    )
  const selected = selection?.kind === 'artifact' ? selection.id : null
  const shown = data.find((a) => String(a.id) === selected)
  return (
    <>
      <div className="toolbar">
        <fieldset className="segmented" aria-label="Which files">
          {GROUPS.map(([id, title, about]) => (
            <button
              key={id}
              type="button"
              aria-pressed={group === id}
              data-hint={about}
              data-testid={`evidence-${id}`}
              onClick={() => setGroup(id)}
            >
              {title} <span className="num dim">{count(counts[id])}</span>
            </button>
          ))}
        </fieldset>
        <span className="grow" />
        <Button
          tone="quiet"
          hint="Hash every file again and check the custody log"
          onClick={() => runCommand('verify')}
        >
          Verify
        </Button>
      </div>
      {rows.length === 0 ? (
        <Empty title="No file fits">
          The query’s text is looked for in the paths. Clear it, or choose another group above.
        </Empty>
      ) : (
        <LocalTable
          id="artifacts"
          label="Evidence files"
          rows={rows}
          columns={COLUMNS}
          rowId={(a) => String(a.id)}
          refOf={(a) => ({ kind: 'artifact', id: String(a.id), host: null })}
          rawOf={(a) => (a.sha256 ? [a.id, 0, 0] : null)}
          selected={selected}
          onPick={(a, browse) => select({ kind: 'artifact', id: String(a.id), host: null }, browse)}
          onOpen={(a) => {
            if (a.sha256) showRaw(a.id, 0, 0)
          }}
        />
      )}
      {shown && shown.unparsed > 0 && <Unparsed artifact={shown} />}
    </>
  )
}

export default definePanel({
  title: 'Evidence',
  icon: Archive,
  order: 8,
  about: 'Every file that was taken in, its hash, what reads it, and what could not be read',
  component: Evidence,
})
