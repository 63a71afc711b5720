import { useMemo, useState } from 'react'
import type { CollectHost } from '../../../shared/collect'
import {
  forwardLines,
  type LockDownStep,
  lockDown,
  OLD_RECEIVER,
  receiverLines,
  type Transport,
} from '../../../shared/syslog/log-host'
import type { Dialect } from '../../../shared/syslog/tree'
import { api } from '../../api'
import { say, working } from '../../cases'
import { hostName, toast, useSession } from '../../session'
import { recall, store } from '../../stored'
import { Inert } from '../../ui/inert-text'
import { Button } from '../../ui/parts'
import { useCall } from '../../use-call'
import { rowsOf } from './table-rows'

const WAYS: readonly (readonly [Transport, string])[] = [
  ['tcp', 'TCP (@@)'],
  ['relp', 'RELP, each message confirmed'],
  ['tls', 'TCP with TLS'],
  ['udp', 'UDP (@), may lose messages'],
]
const WHAT: readonly (readonly [string, string])[] = [
  ['*.*', 'everything'],
  ['auth,authpriv.*;kern.*', 'logins and the kernel'],
]
const ROWS = { first: 0, count: 500 } as const

/** Sends logs to another host, step by step, and shuts on that host what is not logging. */
export function LogHost({
  dialect,
  onAdd,
}: {
  readonly dialect: Dialect
  readonly onAdd: ((lines: string) => void) | null
}) {
  const [transport, setTransport] = useState<Transport>(dialect === 'rsyslog' ? 'tcp' : 'udp')
  const [host, setHost] = useState('')
  const [port, setPort] = useState('')
  const [selector, setSelector] = useState(WHAT[0]![0])
  const number = /^\d+$/.test(port) ? Number(port) : null
  const lines = forwardLines({ dialect, host, port: number, transport, selector, ca: '/etc/ssl/certs/ca.pem' })
  return (
    <div className="config-scroll config-simulator text">
      <h2 className="caption">1. Forward, and keep the local copy</h2>
      <form className="config-trial" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span className="caption">by</span>
          <select className="input" value={transport} onChange={(e) => setTransport(e.target.value as Transport)}>
            {WAYS.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="caption">log host</span>
          <input className="input" value={host} onChange={(e) => setHost(e.target.value)} data-testid="loghost-name" />
        </label>
        <label>
          <span className="caption">port</span>
          <input className="input" value={port} onChange={(e) => setPort(e.target.value)} />
        </label>
        <label>
          <span className="caption">what</span>
          <select className="input" value={selector} onChange={(e) => setSelector(e.target.value)}>
            {WHAT.map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Button
          tone="main"
          disabled={lines === null || onAdd === null}
          onClick={() => lines !== null && onAdd?.(lines)}
          data-testid="loghost-add"
        >
          Add to the configuration
        </Button>
      </form>
      <pre className="config-lines mono" data-testid="loghost-lines">
        {lines ??
          (host === ''
            ? 'Name the log host.'
            : dialect === 'rsyslog'
              ? 'That is no host name.'
              : 'This daemon forwards by UDP only.')}
      </pre>
      <h2 className="caption">2. Let the log host receive</h2>
      <pre className="config-lines mono">{receiverLines(transport, number)}</pre>
      <p className="dim">With an old daemon: {OLD_RECEIVER}</p>
      <h2 className="caption">3. Prove that it arrives</h2>
      <p>Under Deploy, name the log host: a canary is sent here and looked for there, and without it nothing stays.</p>
      <h2 className="caption">4. Lock the log host down</h2>
      <LockDown logPort={number ?? 514} />
    </div>
  )
}

function LockDown({ logPort }: { readonly logPort: number }) {
  const info = useSession((s) => s.info)
  const [host, setHost] = useState(info?.hosts[0]?.id ?? 0)
  const [target, setTarget] = useState(() => recall('lockdown.target', ''))
  const [ran, setRan] = useState<Readonly<Record<string, 'off' | 'on'>>>({})
  const sockets = useCall('rows', { table: 'sockets', ...ROWS })
  const links = useCall('rows', { table: 'rc_links', ...ROWS })
  const xinetd = useCall('rows', { table: 'xinetd', ...ROWS })
  const daemons = useCall('rows', { table: 'daemons', ...ROWS })
  const accounts = useCall('rows', { table: 'accounts', ...ROWS })
  const steps = useMemo(() => {
    const listening = rowsOf(sockets.data, host)
      .filter((r) => r['listening'] === true)
      .map((r) => ({
        protocol: String(r['proto'] ?? ''),
        address: String(r['local_address'] ?? ''),
        port: Number(r['local_port'] ?? 0),
        program: r['program'] ? String(r['program']) : null,
      }))
    const services = [
      ...rowsOf(links.data, host)
        .filter((r) => r['action'] === 'start' && r['runlevel'])
        .map((r) => ({ name: `/etc/rc${r['runlevel']}.d/${r['name']}`, how: 'rc' as const })),
      ...rowsOf(xinetd.data, host)
        .filter((r) => r['disabled'] === false)
        .map((r) => ({ name: String(r['service']), how: 'xinetd' as const })),
      ...rowsOf(daemons.data, host)
        .filter((r) => r['kind'] === 'systemd' && r['enabled'] === true)
        .map((r) => ({ name: String(r['name']), how: 'systemd' as const })),
    ]
    const people = rowsOf(accounts.data, host)
      .filter((r) => /sh$/.test(String(r['shell'] ?? '')) && r['name'] !== 'root')
      .map((r) => String(r['name']))
    return lockDown(
      [...new Map(listening.map((l) => [`${l.protocol} ${l.port}`, l])).values()],
      services,
      people,
      logPort,
    )
  }, [sockets.data, links.data, xinetd.data, daemons.data, accounts.data, host, logPort])
  const run = async (step: LockDownStep, commands: readonly string[], now: 'off' | 'on') => {
    store('lockdown.target', target)
    const at: CollectHost = {
      target,
      credentials: { identities: [], agent: true, password: null },
      jumps: [],
      privilege: 'sudo',
      legacy: false,
    }
    try {
      const { ok, output } = await working(commands[0]!, (signal) =>
        api.engine.runOnHost({ host: at, commands }, { signal }),
      )
      if (ok) setRan((all) => ({ ...all, [step.what]: now }))
      else toast(output || 'The command failed', true)
    } catch (error) {
      say(error)
    }
  }
  return (
    <>
      <form className="config-trial" onSubmit={(e) => e.preventDefault()}>
        <label>
          <span className="caption">host of the case that is the log host</span>
          <select className="input" value={host} onChange={(e) => setHost(Number(e.target.value))}>
            {info?.hosts.map((h) => (
              <option key={h.id} value={h.id}>
                {hostName(info, h.id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="caption">its address, as user@name:port</span>
          <input className="input" value={target} onChange={(e) => setTarget(e.target.value)} />
        </label>
      </form>
      {steps.length === 0 && (
        <p className="dim">
          Nothing that was captured of this host has to be turned off. Sockets, units of systemd, start links, xinetd
          and accounts were looked at, as far as they were captured.
        </p>
      )}
      <ul className="config-locks" data-testid="lockdown">
        {steps.map((s) => (
          <li key={s.what} className="config-lock">
            <span>
              <Inert text={s.what} /> <span className="dim">{s.why}</span>
              <br />
              <code className="mono">
                <Inert text={s.disable.join('; ') || 'which service this is was not captured'} />
              </code>
            </span>
            {s.disable.length > 0 &&
              (ran[s.what] === 'off' ? (
                <Button onClick={() => run(s, s.undo, 'on')} hint={s.undo.join('\n')}>
                  Undo
                </Button>
              ) : (
                <Button
                  tone="danger"
                  disabled={target.trim() === ''}
                  onClick={() => run(s, s.disable, 'off')}
                  hint={`${s.disable.join('\n')}\nUndone by:\n${s.undo.join('\n')}`}
                >
                  Turn off
                </Button>
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}
