/**
 * What cron ran, and who changed a crontab: Vixie cron and its descendants (cronie, Debian, the BSDs), busybox.
 *
 *   (root) CMD (   cd / && run-parts --report /etc/cron.hourly)
 *   (alice) REPLACE (alice)                  crontab(1) put a new table in place; also LIST, DELETE, BEGIN EDIT, END EDIT
 *   (*system*) RELOAD (/etc/cron.d/x)        cron saw that a table had changed
 *   USER root pid 812 cmd run-parts /etc/periodic/15min      busybox crond
 */
import { defineMessage, type Entity, optional, text } from '../define'

const VIXIE = /^\((?<account>[^()]{1,128})\) (?<action>[A-Z][A-Z -]{2,40}?) \((?<command>.*)\)$/s
const BUSYBOX = /^USER (?<account>\S{1,64}) pid +\d{1,10} cmd (?<command>.*)$/s

export default defineMessage({
  title: 'cron',
  programs: ['cron', 'CRON', 'crond', 'CROND', 'crontab', 'anacron', 'fcron', 'atd'],
  words: [') CMD', ') REPLACE', ') LIST', ') DELETE', ') BEGIN EDIT', ') END EDIT', ') RELOAD', ') RENAME', 'USER '],
  columns: {
    account: text('As whom; *system* for the system’s own tables'),
    action: text('CMD, CMDOUT, CMDEND, REPLACE, LIST, DELETE, BEGIN EDIT, END EDIT, RELOAD, ...'),
    command: optional(text('The command; null for an action on a table')),
    subject: optional(text('The table that the action is on; null for a command')),
  },
  native: { reader: 'cron' },
  match: (message) => {
    const g = VIXIE.exec(message.trimEnd())?.groups
    if (g) {
      const command = g['action']!.startsWith('CMD')
      return {
        account: g['account']!,
        action: g['action']!,
        command: command ? g['command']!.trim() : null,
        subject: command ? null : g['command']!,
      }
    }
    const b = BUSYBOX.exec(message)?.groups
    return b ? { account: b['account']!, action: 'CMD', command: b['command']!.trim(), subject: null } : null
  },
  entities: (row) => {
    const out: Entity[] = row.account.startsWith('*') ? [] : [['user', row.account]]
    const path = row.command === null ? null : /^\/[^\s;&|]+/.exec(row.command)?.[0]
    if (path) out.push(['path', path])
    return out
  },
})
