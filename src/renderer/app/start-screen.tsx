/** Before a case is open: open evidence, the sample, a case. */
import { FileInput, FolderInput, FolderOpen, Play, PlugZap } from 'lucide-react'
import { openCase, openPaths, openSample, type Start, say } from '../cases'
import { runCommand } from '../commands'
import { baseName } from '../format'
import { setState, useSession } from '../session'
import { Key, Spinner } from '../ui/parts'
import './start-screen.css'

export function StartScreen({ start }: { readonly start: Start | null }) {
  const work = useSession((s) => s.work.at(-1))
  const ready = useSession((s) => s.engine.up)
  const busy = work !== undefined || !ready
  return (
    <main className="start" data-testid="start">
      <div className="start-inner">
        <header>
          <h1>Vestigo</h1>
          <p className="dim">A forensics workbench for Unix and Linux hosts{start ? ` · ${start.version}` : ''}</p>
        </header>
        <div className="start-grid">
          <div className="start-list">
            <h2 className="caption">Begin</h2>
            <button
              type="button"
              data-testid="start-sample"
              disabled={busy || !start?.sample}
              onClick={() => start && openSample(start).catch(say)}
            >
              <Play size={16} aria-hidden />
              <span>
                <b>Open the sample incident</b>
                <small>A host of 2001 that sniffs, with its ifconfig, netstat, ps, lsof and logs</small>
              </span>
            </button>
            <button type="button" data-testid="start-open" disabled={busy} onClick={() => runCommand('open-files')}>
              <FileInput size={16} aria-hidden />
              <span>
                <b>Open evidence</b>
                <small>UAC, sosreport, tar, zip or single files; drop them anywhere in this window</small>
              </span>
              <Key chord="Ctrl+O" />
            </button>
            <button type="button" data-testid="start-folder" disabled={busy} onClick={() => runCommand('open-folder')}>
              <FolderInput size={16} aria-hidden />
              <span>
                <b>Open a folder of evidence</b>
                <small>Captured outputs under any names, or a copy of /var/log</small>
              </span>
              <Key chord="Ctrl+Shift+O" />
            </button>
            <button type="button" data-testid="start-collect" disabled={busy} onClick={() => setState({ pending: [] })}>
              <PlugZap size={16} aria-hidden />
              <span>
                <b>Collect from a host</b>
                <small>Over ssh, what is most volatile first, into a new case</small>
              </span>
            </button>
            <button type="button" data-testid="start-case" disabled={busy} onClick={() => runCommand('open-case')}>
              <FolderOpen size={16} aria-hidden />
              <span>
                <b>Open a case</b>
                <small>A folder that ends in .vestigo</small>
              </span>
            </button>
          </div>
          <div className="start-list">
            <h2 className="caption">Recent cases</h2>
            {start && start.recent.length === 0 && (
              <p className="dim">None yet. Cases that you open are listed here.</p>
            )}
            {start?.recent.map((path) => (
              <button
                key={path}
                type="button"
                data-testid="start-recent"
                disabled={busy}
                onClick={() => openCase(path).catch(say)}
              >
                <span>
                  <b>{baseName(path).replace(/\.vestigo$/, '')}</b>
                  <small className="mono clip">{path}</small>
                </span>
              </button>
            ))}
          </div>
        </div>
        <p className="dim start-foot">
          {busy ? (
            <>
              <Spinner /> {ready ? `${work?.title}…` : 'Starting the engine…'}
            </>
          ) : (
            <>
              Evidence is copied unchanged into a case folder and hashed. Nothing leaves this machine
              {start ? (
                <>
                  . Cases are kept in <span className="mono text">{start.cases}</span>
                </>
              ) : null}
              .
            </>
          )}
        </p>
        {start?.open && !work && (
          <button type="button" className="link" onClick={() => start.open && openPaths([start.open])}>
            Open {baseName(start.open)}
          </button>
        )}
      </div>
    </main>
  )
}
