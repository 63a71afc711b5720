import { FileText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type FaultData, faultData } from '../../../shared/fault'
import type { ReportFormat } from '../../../shared/model'
import { api } from '../../api'
import { exportReport, say } from '../../cases'
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
  const [done, setDone] = useState<string | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  // A path that was given keeps its place and takes the ending of the format.
  useEffect(() => setPath((p) => p.replace(/\.(html|pdf|md|json)$/i, `.${format}`)), [format])
  if (!info) return null
  const choose = () =>
    api.shell.saveFile({ title: 'Export the report', name: path || joinPath(info.path, `report.${format}`) })
  const run = async () => {
    setFault(null)
    setDone(null)
    try {
      const target = path.trim() || (await choose())
      if (target) setDone(await exportReport(format, target))
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
          <h2 className="caption">What stands at its head</h2>
          <HeaderForm info={info} />
        </section>
        <section>
          <h2 className="caption">Format</h2>
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
          <h2 className="caption">Where</h2>
          <div className="with-button">
            <input
              className="input mono"
              aria-label="File"
              data-testid="report-path"
              value={path}
              placeholder="Asked for when you export"
              onChange={(e) => setPath(e.target.value)}
            />
            <Button onClick={() => choose().then((chosen) => chosen && setPath(chosen), say)}>Choose…</Button>
          </div>
        </section>
        <div className="with-button">
          <Button tone="main" disabled={busy} data-testid="export-ok" onClick={() => void run()}>
            {busy && <Spinner />} {path.trim() ? 'Export' : 'Export…'}
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
