/** The line at the bottom: case, host, the capture's moment on three clocks, coverage, running work. */
import { X } from 'lucide-react'
import { useMemo } from 'react'
import { UTC, zoneByName } from '../../shared/time'
import { localZone, offsetLabel, printFull, printIn } from '../clock'
import { openPanel } from '../dock'
import { phaseWord } from '../engine-events'
import { count, percent } from '../format'
import { clockFor, setClock, useSession } from '../session'
import { inertString } from '../ui/inert'
import { CoverageBar, IconButton } from '../ui/parts'
import { useCall } from '../use-call'
import { amount } from './intake'
import './status-line.css'

export function StatusLine() {
  const info = useSession((s) => s.info)
  return (
    <footer className="status" data-testid="status">
      {info && <CaseStatus />}
      <span className="grow" />
      <WorkStatus />
      {info && <CoverageStatus />}
    </footer>
  )
}

function CaseStatus() {
  const info = useSession((s) => s.info)
  const clock = useSession((s) => s.clock)
  if (!info) return null
  const capture = info.captures.find((c) => c.capturedAt !== null) ?? info.captures[0]
  const at = capture?.capturedAt ?? null
  const host = info.hosts.map((h) => h.name).join(', ')
  const zone = capture ? (zoneByName(capture.zone) ?? UTC) : UTC
  const local = localZone()
  const all =
    at === null
      ? 'When this was captured is not known'
      : `Captured\n${printFull(at, UTC)}  UTC\n${printFull(at, zone)}  host (${capture?.zone}: ${capture?.zoneReason})\n${printFull(at, local)}  here (${local.name})`
  const button = (name: 'utc' | 'host' | 'local', text: string, about: string) => (
    <button
      type="button"
      aria-pressed={clock === name}
      className="time"
      data-hint={about}
      onClick={() => setClock(name)}
    >
      {text}
    </button>
  )
  const hostClock = clockFor('host', capture?.zone ?? null)
  return (
    <>
      <span
        className="clip"
        data-hint={`Case ${info.name}${info.number ? `, number ${info.number}` : ''}\n${info.path}`}
      >
        <b>{inertString(info.name)}</b>
      </span>
      {host && <span className="clip status-host">{inertString(host)}</span>}
      <span className="clocks" data-testid="clocks">
        {at === null ? (
          <span className="dim" data-hint={all}>
            capture time unknown
          </span>
        ) : (
          <>
            {button('utc', `${printIn(at, UTC).slice(0, 19)} UTC`, `${all}\n\nClick: show all times in UTC`)}
            {button(
              'host',
              `${printIn(at, zone).slice(11, 19)} ${offsetLabel(at, zone) === 'UTC' ? 'host' : offsetLabel(at, zone)}`,
              `${all}\n\nClick: show all times in the host’s zone, ${hostClock.label}`,
            )}
            {button(
              'local',
              `${printIn(at, local).slice(11, 19)} here`,
              `${all}\n\nClick: show all times in this machine’s zone, ${local.name}`,
            )}
          </>
        )}
      </span>
    </>
  )
}

function CoverageStatus() {
  const { data } = useCall('artifacts', {})
  const sum = useMemo(() => {
    const total = { rows: 0, noise: 0, unparsed: 0 }
    for (const a of data ?? []) {
      total.rows += a.rows
      total.noise += a.noise
      total.unparsed += a.unparsed
    }
    return total
  }, [data])
  const lines = sum.rows + sum.noise + sum.unparsed
  return (
    <button
      type="button"
      data-testid="coverage"
      data-hint={`Coverage of what was read\n${count(sum.rows)} lines are rows or events\n${count(sum.noise)} are known noise (headings, blanks)\n${count(sum.unparsed)} could not be read`}
      onClick={() => openPanel('evidence')}
    >
      <CoverageBar {...sum} />{' '}
      <span className="num">{lines === 0 ? 'nothing read' : `${percent(lines - sum.unparsed, lines)} read`}</span>
    </button>
  )
}

function WorkStatus() {
  const work = useSession((s) => s.work)
  const last = work.at(-1)
  if (!last) return null
  const p = last.progress
  return (
    <span className="work" role="status" data-testid="work">
      <span className="clip">
        {last.title}
        {p ? `: ${phaseWord(p.phase)} ${inertString(p.label)}` : '…'}
      </span>
      <progress value={p?.total ? p.done : undefined} max={p?.total ?? undefined} aria-label={last.title} />
      {p && <span className="num dim">{amount(p)}</span>}
      <IconButton icon={X} label={`Cancel: ${last.title}`} data-testid="cancel" onClick={last.cancel} />
    </span>
  )
}
