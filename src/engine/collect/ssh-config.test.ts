import { describe, expect, it } from 'vitest'
import { type ConfigSource, resolveHost } from './ssh-config'

const source = (files: Record<string, string>): ConfigSource => ({
  home: '/home/alice',
  localUser: 'alice',
  read: (path) => files[path] ?? null,
  list: (path) =>
    Object.keys(files)
      .filter((f) => f.startsWith(`${path}/`))
      .map((f) => f.slice(path.length + 1)),
})
const NONE = { user: null, port: null }
const config = (text: string, more: Record<string, string> = {}) => source({ '/home/alice/.ssh/config': text, ...more })

describe('ssh configuration', () => {
  it('takes the first value that it meets, and what the person said before all', () => {
    const s = config(`
Host web*
  HostName %h.example.net
  Port 2222
  User ops
  IdentityFile ~/.ssh/web_key
  IdentityFile "/keys/with blank"
Host *
  User other
  Port 22
  ProxyJump bastion,inner
`)
    const web = resolveHost('web1', NONE, s)
    expect(web).toMatchObject({ hostName: 'web1.example.net', port: 2222, user: 'ops', jumps: ['bastion', 'inner'] })
    expect(web.identities).toEqual(['/home/alice/.ssh/web_key', '/keys/with blank'])
    expect(resolveHost('web1', { user: 'root', port: 22 }, s)).toMatchObject({ port: 22, user: 'root' })
    expect(resolveHost('db1', NONE, s)).toMatchObject({ hostName: 'db1', port: 22, user: 'other' })
  })

  it('reads keyword=value, negated patterns, Match and Include, and runs nothing', () => {
    const s = config(
      `Include conf.d/*.conf
Host * !db1
  Port=2200
Match exec "touch /tmp/x"
  User evil
Match host db1 user alice
  Port 2300
Match all
  IdentityAgent none
`,
      { '/home/alice/.ssh/conf.d/a.conf': 'Host db1\n  User dba\n', '/home/alice/.ssh/conf.d/a.txt': 'User no\n' },
    )
    expect(resolveHost('db1', NONE, s)).toMatchObject({ user: 'dba', port: 2300, agent: 'none' })
    expect(resolveHost('web1', NONE, s)).toMatchObject({ user: 'alice', port: 2200 })
  })

  it('tells of a ProxyCommand instead of running it', () => {
    const s = config('Host *\n ProxyCommand nc %h %p\n')
    expect(resolveHost('web1', NONE, s).notes[0]).toContain('ProxyCommand')
    expect(resolveHost('web1', NONE, config('Host *\n ProxyCommand none\n')).notes).toEqual([])
  })

  it('survives a file that includes itself', () => {
    expect(resolveHost('web1', NONE, config('Include config\nUser bob\n')).user).toBe('bob')
  })
})
