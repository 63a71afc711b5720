import { FileText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type FaultData, faultData } from '../../../shared/fault'
import type { ReportFormat } from '../../../shared/model'
import { api } from '../../api'
import { exportReport, say } from '../../cases'
import { baseName } from '../../format'
import { joinPath } from '../../names'
import { definePanel } from '../../panel'
import { useSession } from '../../session'
import { Button, FaultView, Spinner } from '../../ui/parts'
import { HeaderForm } from './header-form'
import './report.css'

const FORMATS: readonly (readonly [ReportFormat, string, string])[] = [
  ['html', 'HTML', 'One self-contained file with the timeline as a picture; opens anywhere'],
  ['pdf', 'PDF', 'The same, printed by the window’s own Chromium'],
  ['md', 'Markdown', 'Plain text for a ticket or a repository'],
  ['json', 'JSON', 'For other programs'],
]

function Report() {
  const info = useSession((s) => s.info)
  const busy = useSession((s) => s.work.length > 0)
  const [format, setFormat] = useState<ReportFormat>('html')
  const [path, setPath] = useState('')
  const [own, setOwn] = useState(false)
  const [done, setDone] = useState<string | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const folder = info?.path ?? ''
  useEffect(() => {
    setPath((p) =>
      own && p ? p.replace(/\.(html|pdf|md|json)$/i, `.${format}`) : joinPath(folder, `report.${format}`),
    )
  }, [format, folder, own])
  if (!info) return null
  const run = async () => {
    setFault(null)
    setDone(null)
    try {
      setDone(await exportReport(format, path))
    } catch (error) {
      const data = faultData(error)
      if (data.code === 'cancelled') say(error)
      else setFault(data)
    }
  }
  return (
    <div className="panel-scroll">
      <div className="report">
        <header>
          <h1>Incident report</h1>
          <p className="dim">
            Summary, findings with their evidence lines, an excerpt of the timeline, hosts, sockets, processes, custody
            and hashes, and what could not be seen. The same case gives the same bytes.
          </p>
        </header>
        <section>
          <h3>What stands at its head</h3>
          <HeaderForm info={info} />
        </section>
        <section>
          <h3>Format</h3>
          <div className="formats" role="radiogroup" aria-label="Format">
            {FORMATS.map(([id, title, about]) => (
              <button
                key={id}
                type="button"
                role="radio"
                aria-checked={format === id}
                className="format"
                data-testid={`export-${id}`}
                onClick={() => setFormat(id)}
              >
                <b>{title}</b>
                <small>{about}</small>
              </button>
            ))}
          </div>
        </section>
        <section>
          <h3>Where</h3>
          <div className="with-button">
            <input
              className="input mono"
              aria-label="File"
              data-testid="report-path"
              value={path}
              onChange={(e) => {
                setOwn(true)
                setPath(e.target.value)
              }}
            />
            <Button
              onClick={async () => {
                const chosen = await api.shell
                  .saveFile({ title: 'Export the report', name: baseName(path) })
                  .catch(() => null)
                if (!chosen) return
                setOwn(true)
                setPath(chosen)
              }}
            >
              Choose…
            </Button>
          </div>
        </section>
        <div className="with-button">
          <Button tone="main" disabled={busy || path.trim() === ''} data-testid="export-ok" onClick={() => void run()}>
            {busy && <Spinner />} Export
          </Button>
        </div>
        {fault && <FaultView fault={fault} again={() => void run()} small />}
        {done && (
          <p className="report-done" role="status" data-testid="export-done">
            Written: <span className="mono text">{done}</span>{' '}
            <Button onClick={() => api.shell.reveal({ path: done }).catch(say)}>Show in its folder</Button>
          </p>
        )}
      </div>
    </div>
  )
}

export default definePanel({
  title: 'Report',
  icon: FileText,
  order: 10,
  about: 'Export the incident report as HTML, PDF, Markdown or JSON',
  component: Report,
})
