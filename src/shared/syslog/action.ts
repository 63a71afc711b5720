/**
 * Where an action sends messages: the classic form at the end of a rule, and `action(...)` objects.
 *   -/var/log/mail.log;Precise     a file, not synced after each message, written with the template Precise
 *   ?PerHost                       a file whose path the template PerHost makes for each message
 *   @@(o)loghost:6514              another host by TCP, with options
 *   |/dev/xconsole  ^/bin/prog  :omusrmsg:root,ann  *  ~  >host,db,user,pw
 * Sources: rsyslog's manual ("Actions", legacy), syslog.conf(5) of sysklogd 2, FreeBSD, OpenBSD.
 */
import { type Dialect, type Param, param, paramValue } from './tree'

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
  /** Path, host, user names, ... as written; `?name` when a template makes the path. */
  readonly destination: string | null
  readonly port: string | null
  /** udp, tcp, tls or relp for a remote host. */
  readonly protocol: string | null
  readonly template: string | null
  /** True for `-/path`: not synced after each message; null where that means nothing. */
  readonly unsynced: boolean | null
  /** rsyslog's output module. */
  readonly module: string | null
  /** Why the daemon refuses it; null when it does not. */
  readonly refused: string | null
}

const NONE: Action = {
  kind: null,
  destination: null,
  port: null,
  protocol: null,
  template: null,
  unsynced: null,
  module: null,
  refused: null,
}

export const fileKind = (path: string): DestinationKind =>
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
    module: 'omfwd',
    destination: m ? (m[1] ?? m[2]!) : rest,
    port: m?.[3] ?? null,
    protocol: proto ?? 'udp',
  }
}

/**
 * The action of a classic line; null when it is none that is known. rsyslog cuts a path at its first blank and refuses
 * the action when something else than `;template` or a comment follows; the other daemons take the rest of the line.
 */
export function readAction(written: string, dialect: Dialect = 'sysklogd'): Action | null {
  const cache = caches[dialect]
  let known = cache.get(written)
  if (known === undefined) {
    known = decode(written, dialect)
    if (cache.size > 20_000) cache.clear()
    cache.set(written, known)
  }
  return known
}

const caches: Readonly<Record<Dialect, Map<string, Action | null>>> = {
  rsyslog: new Map(),
  sysklogd: new Map(),
  bsd: new Map(),
}

function decode(written: string, dialect: Dialect): Action | null {
  let text = written.trim()
  if (text === '' || text.length > 4000) return null
  const rsyslog = dialect === 'rsyslog'
  let template: string | null = null
  let refused: string | null = null
  if (rsyslog && /^[-/.?@|^~$]/.test(text)) {
    // `:omusrmsg:` and users are cut by their own rules.
    const cut = /^([^;\s]*(?:(?<=^[@|^]+)\s+[^;\s]*)?)(.*)$/s.exec(text)!
    text = cut[1]!
    const rest = cut[2]!.trim()
    const named = /^;[ \t]*([^#\s]*)/.exec(rest)
    if (named) template = named[1] || null
    else if (rest !== '' && !rest.startsWith('#'))
      refused = `After the destination only ;template or a comment may stand, not "${rest.slice(0, 40)}".`
  } else {
    // rsyslog: the template's name follows a semicolon; sysklogd: options do.
    const semicolon = /^([^;"']*);\s*([^;]*)$/.exec(text)
    if (semicolon) {
      text = semicolon[1]!.trim()
      template = semicolon[2]!.trim() || null
    }
  }
  const done = (action: Action): Action => ({ ...action, template, refused })
  const first = text[0]
  if (first === undefined) return null
  if (text === '~' || text === 'stop') return done({ ...NONE, kind: 'discard', module: 'omdiscard' })
  if (text.startsWith('@@')) return done(remote(text.slice(2).trim(), 'tcp'))
  if (first === '@') return done(remote(text.slice(1).trim(), null))
  if (first === '-' && /^-\s*[/$.]/.test(text)) {
    const path = text.slice(1).trim()
    return done({ ...NONE, kind: fileKind(path), module: 'omfile', destination: path, unsynced: true })
  }
  if (first === '/' || (rsyslog && first === '.') || /^\.{1,2}\//.test(text)) {
    // AIX writes `rotate size 1m files 4` after the path.
    const path = /^\S+(?=\s+rotate\b)/.exec(text)?.[0] ?? text
    return done({ ...NONE, kind: fileKind(path), module: 'omfile', destination: path, unsynced: false })
  }
  if (first === '?' || /^-\?/.test(text))
    return done({
      ...NONE,
      kind: 'file',
      module: 'omfile',
      destination: text.replace(/^-/, ''),
      unsynced: first === '-',
    })
  if (first === '|' || text.startsWith('"|')) {
    const target = text.replace(/^"?\|\s*/, '').replace(/"$/, '')
    const program = written.trim().startsWith('"') || / /.test(target) || dialect === 'bsd'
    return done({ ...NONE, kind: program ? 'program' : 'pipe', module: 'ompipe', destination: target })
  }
  if (first === '^') return done({ ...NONE, kind: 'program', module: 'omshell', destination: text.slice(1).trim() })
  if (first === '>')
    return done({
      ...NONE,
      kind: 'database',
      module: 'ommysql',
      destination: text.slice(1).split(',').slice(0, 2).join(','),
    })
  if (text === '*') return done({ ...NONE, kind: 'users', module: 'omusrmsg', destination: '*' })
  const module = /^:(om\w+|\w+):(.*)$/s.exec(text)
  if (module) {
    const users = module[1] === 'omusrmsg'
    return done({
      ...NONE,
      kind: users
        ? 'users'
        : /^om(?:mysql|pgsql|libdbi)$/.test(module[1]!)
          ? 'database'
          : module[1] === 'omdiscard'
            ? 'discard'
            : 'module',
      module: module[1]!,
      destination: users ? module[2]!.trim() : `${module[1]}:${module[2]!.split(',').slice(0, 2).join(',')}`,
    })
  }
  if (/^\$\w+$/.test(text)) return done({ ...NONE, kind: 'file', module: 'omfile', destination: text })
  if (/^[a-z_][\w.-]*\$?(?:\s*,\s*[a-z_][\w.-]*)*$/i.test(text))
    return done({ ...NONE, kind: 'users', module: 'omusrmsg', destination: text })
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

/** The action of an `action(type="omfile" file="...")` object. */
export function objectAction(params: readonly Param[]): Action {
  const type = (paramValue(params, 'type') ?? '').replace(/^.*[/:]/, '').toLowerCase()
  const [kind, key] = TYPES[type] ?? (['module', ''] as const)
  const given = key ? param(params, key) : null
  // What stands in backticks is taken from the environment or a file of the host.
  const outside = given?.quote === '`'
  const value = given ? (outside ? `\`${given.value}\`` : given.value) : null
  const dynamic = paramValue(params, 'dynafile')
  const destination = value ?? (kind === 'file' && dynamic ? `?${dynamic}` : kind === 'module' ? type || null : null)
  const tls = paramValue(params, 'streamdriver') !== null && paramValue(params, 'streamdrivermode') === '1'
  const protocol = paramValue(params, 'protocol')
  return {
    kind: kind === 'file' && destination ? fileKind(destination) : kind,
    destination,
    port: paramValue(params, 'port') ?? paramValue(params, 'serverport') ?? null,
    protocol:
      kind !== 'remote'
        ? null
        : type === 'omrelp'
          ? 'relp'
          : tls
            ? 'tls'
            : (protocol ?? (type === 'omfwd' ? 'udp' : null)),
    template: paramValue(params, 'template'),
    unsynced: type === 'omfile' ? paramValue(params, 'sync') !== 'on' : null,
    module: type || null,
    refused: type === 'omfile' && destination === null ? 'an omfile action needs file or dynaFile' : null,
  }
}
