/** Where a line of syslog.conf or rsyslog.conf sends its messages. */

export type DestinationKind =
  | 'file'
  | 'console'
  | 'remote'
  | 'users'
  | 'pipe'
  | 'program'
  | 'database'
  | 'discard'
  | 'ruleset'
  | 'module'

export interface Action {
  readonly kind: DestinationKind | null
  /** Path, host, user names, ... as written. */
  readonly destination: string | null
  readonly port: string | null
  readonly protocol: string | null
  readonly template: string | null
  /** True for `-/path`: not synced after each message; null where that means nothing. */
  readonly unsynced: boolean | null
}

const NONE: Action = { kind: null, destination: null, port: null, protocol: null, template: null, unsynced: null }

const fileKind = (path: string): DestinationKind =>
  /^\/dev\/(?:console|tty\w*|pts\/\d+|sysmsg|systty)$/.test(path) ? 'console' : 'file'

/** `host`, `host:514`, `[::1]:514`, with rsyslog's options before (`(z9,o)host`). */
function remote(text: string, protocol: string | null): Action {
  let rest = text.replace(/^\([^()]*\)/, '')
  let proto = protocol
  // OpenBSD: @tcp://host:port, @tls4://...
  const url = /^(udp|tcp|tls)([46]?):\/\/(.*)$/.exec(rest)
  if (url) {
    proto = url[1]!
    rest = url[3]!
  }
  const m = /^(?:\[([^\]]+)\]|([^:\s]+|[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:]*))(?::(\w+))?$/i.exec(rest)
  return {
    ...NONE,
    kind: 'remote',
    destination: m ? (m[1] ?? m[2]!) : rest,
    port: m?.[3] ?? null,
    protocol: proto ?? 'udp',
  }
}

/** The action of a classic line; null when it is none. */
export function readAction(written: string): Action | null {
  let text = written.trim()
  if (text === '' || text.length > 4000) return null
  // rsyslog: the template's name follows a semicolon; sysklogd: options do.
  let template: string | null = null
  const semicolon = /^([^;"']*);\s*([^;]*)$/.exec(text)
  if (semicolon && !text.startsWith('"')) {
    text = semicolon[1]!.trim()
    template = semicolon[2]!.trim() || null
  }
  const done = (action: Action): Action => ({ ...action, template })
  const first = text[0]!
  if (text === '~' || text === 'stop') return done({ ...NONE, kind: 'discard' })
  if (text.startsWith('@@')) return done(remote(text.slice(2).trim(), 'tcp'))
  if (first === '@') return done(remote(text.slice(1).trim(), null))
  if (first === '-' && /^-\s*[/$]/.test(text)) {
    const path = text.slice(1).trim()
    return done({ ...NONE, kind: fileKind(path), destination: path, unsynced: true })
  }
  if (first === '/' || /^\.{1,2}\//.test(text)) {
    // AIX writes `rotate size 1m files 4` after the path.
    const path = /^\S+(?=\s+rotate\b)/.exec(text)?.[0] ?? text
    return done({ ...NONE, kind: fileKind(path), destination: path, unsynced: false })
  }
  if (first === '?' || /^-\?/.test(text))
    return done({ ...NONE, kind: 'file', destination: text.replace(/^-/, ''), unsynced: first === '-' })
  if (first === '|' || text.startsWith('"|')) {
    const target = text.replace(/^"?\|\s*/, '').replace(/"$/, '')
    return done({
      ...NONE,
      kind: written.trim().startsWith('"') || / /.test(target) ? 'program' : 'pipe',
      destination: target,
    })
  }
  if (first === '^') return done({ ...NONE, kind: 'program', destination: text.slice(1).trim() })
  if (first === '>')
    return done({ ...NONE, kind: 'database', destination: text.slice(1).split(',').slice(0, 2).join(',') })
  if (first === '*' && text === '*') return done({ ...NONE, kind: 'users', destination: '*' })
  const module = /^:(om\w+|\w+):(.*)$/s.exec(text)
  if (module)
    return done({
      ...NONE,
      kind: module[1] === 'omusrmsg' ? 'users' : /^om(?:mysql|pgsql|libdbi)$/.test(module[1]!) ? 'database' : 'module',
      destination:
        module[1] === 'omusrmsg' ? module[2]!.trim() : `${module[1]}:${module[2]!.split(',').slice(0, 2).join(',')}`,
    })
  if (/^\$\w+$/.test(text)) return done({ ...NONE, kind: 'file', destination: text })
  if (/^[a-z_][\w.-]*\$?(?:\s*,\s*[a-z_][\w.-]*)*$/i.test(text))
    return done({ ...NONE, kind: 'users', destination: text })
  return null
}

const TYPES: Readonly<Record<string, readonly [DestinationKind, string]>> = {
  omfile: ['file', 'file'],
  omfwd: ['remote', 'target'],
  omrelp: ['remote', 'target'],
  omusrmsg: ['users', 'users'],
  ompipe: ['pipe', 'pipe'],
  omprog: ['program', 'binary'],
  omuxsock: ['pipe', 'socketname'],
  ommysql: ['database', 'server'],
  ompgsql: ['database', 'server'],
  omlibdbi: ['database', 'server'],
  omelasticsearch: ['remote', 'server'],
  omkafka: ['remote', 'broker'],
  omhttp: ['remote', 'server'],
  omdiscard: ['discard', ''],
}

/** The action of an `action(type="omfile" file="...")` object, from its parameters in lower case. */
export function objectAction(params: ReadonlyMap<string, string>): Action {
  const type = (params.get('type') ?? '').replace(/^.*\//, '').toLowerCase()
  const [kind, key] = TYPES[type] ?? (['module', ''] as const)
  const value = key ? (params.get(key) ?? null) : null
  const dynamic = params.get('dynafile')
  const destination = value ?? (kind === 'file' && dynamic ? `?${dynamic}` : kind === 'module' ? type || null : null)
  return {
    kind: kind === 'file' && destination ? fileKind(destination) : kind,
    destination,
    port: params.get('port') ?? params.get('serverport') ?? null,
    protocol: kind === 'remote' ? (params.get('protocol') ?? (type === 'omfwd' ? 'udp' : null)) : null,
    template: params.get('template') ?? null,
    unsynced: type === 'omfile' ? params.get('sync') !== 'on' : null,
  }
}
