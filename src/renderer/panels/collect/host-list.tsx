import { Plus, X } from 'lucide-react'
import { api } from '../../api'
import { say } from '../../cases'
import { Button, IconButton } from '../../ui/parts'
import { EMPTY_HOST, type HostForm } from './request'

interface Props {
  readonly hosts: readonly HostForm[]
  readonly set: (hosts: readonly HostForm[]) => void
  readonly disabled: boolean
}

export function HostList({ hosts, set, disabled }: Props) {
  const patch = (id: number, change: Partial<HostForm>) =>
    set(hosts.map((h) => (h.id === id ? { ...h, ...change } : h)))
  const next = Math.max(0, ...hosts.map((h) => h.id)) + 1
  return (
    <fieldset disabled={disabled} className="collect-hosts">
      {hosts.map((host, i) => (
        <div key={host.id} className="collect-host" data-testid={`collect-host-${i}`}>
          <label className="field wide">
            <span>Host</span>
            <input
              className="input mono"
              data-testid={`collect-target-${i}`}
              value={host.target}
              placeholder="user@host:port, or a name from ~/.ssh/config"
              spellCheck={false}
              onChange={(e) => patch(host.id, { target: e.target.value })}
            />
          </label>
          <label className="field">
            <span>Key file</span>
            <div className="with-button">
              <input
                className="input mono"
                data-testid={`collect-identity-${i}`}
                value={host.identity}
                placeholder="Agent and ~/.ssh"
                spellCheck={false}
                onChange={(e) => patch(host.id, { identity: e.target.value })}
              />
              <Button
                onClick={() =>
                  api.shell
                    .pickFiles({ title: 'Private key' })
                    .then(([path]) => path && patch(host.id, { identity: path }), say)
                }
              >
                Choose…
              </Button>
            </div>
          </label>
          <label className="field">
            <span>Password</span>
            <input
              className="input"
              type="password"
              autoComplete="off"
              data-testid={`collect-password-${i}`}
              value={host.password}
              placeholder="Asked for when needed"
              onChange={(e) => patch(host.id, { password: e.target.value })}
            />
          </label>
          <label className="field">
            <span>Through</span>
            <input
              className="input mono"
              data-testid={`collect-jumps-${i}`}
              value={host.jumps}
              placeholder="Hosts in between, first hop first"
              spellCheck={false}
              onChange={(e) => patch(host.id, { jumps: e.target.value })}
            />
          </label>
          <div className="collect-checks">
            <label
              className="check"
              data-hint="Runs commands as root by sudo, with a password only where the host wants one; without it much stays unseen"
            >
              <input
                type="checkbox"
                data-testid={`collect-sudo-${i}`}
                checked={host.sudo}
                onChange={(e) => patch(host.id, { sudo: e.target.checked })}
              />{' '}
              sudo
            </label>
            <label
              className="check"
              data-hint="Allows ciphers and key exchanges that are no longer safe and that hosts of before about 2015 need; it is kept in custody"
            >
              <input
                type="checkbox"
                data-testid={`collect-legacy-${i}`}
                checked={host.legacy}
                onChange={(e) => patch(host.id, { legacy: e.target.checked })}
              />{' '}
              outdated algorithms
            </label>
          </div>
          {hosts.length > 1 && (
            <IconButton
              icon={X}
              label="Leave this host out"
              onClick={() => set(hosts.filter((h) => h.id !== host.id))}
            />
          )}
        </div>
      ))}
      <Button tone="quiet" data-testid="collect-add" onClick={() => set([...hosts, { id: next, ...EMPTY_HOST }])}>
        <Plus size={14} aria-hidden /> Another host
      </Button>
    </fieldset>
  )
}
