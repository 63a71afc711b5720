/** Reads a logging configuration in whichever dialect it is written. */
import { classicDialect, parseClassic } from './parse-classic'
import { parseRsyslog } from './parse-rsyslog'
import type { Dialect, Document } from './tree'

/** What only rsyslog's languages have. */
export const RSYSLOG_ONLY =
  /^[ \t]*(?:\$[A-Za-z]\w+|(?:module|input|action|template|global|ruleset|main_queue|include|parser|lookup_table|dyn_stats|timezone)[ \t]*\(|if[ \t(]|set[ \t]+\$|unset[ \t]+\$|call[ \t]+\w|stop[ \t]*$|&[ \t]|:[\w$!.-]+,[ \t]*!?(?:contains|isequal|startswith|regex|ereregex|isempty))/im

/**
 * The dialect of a file: by its path when that says it, by what stands in it otherwise.
 * `rsyslog.conf` and files of `rsyslog.d` are rsyslog's; `syslog.conf` and `syslog.d` are the classic daemons'.
 */
export function dialectOf(path: string, text: string): Dialect {
  if (/(?:^|\/)rsyslog(?:\.d\/|\.conf)/.test(path)) return 'rsyslog'
  if (/(?:^|\/)syslog(?:\.d\/|\.conf)/.test(path)) return classicDialect(text)
  return RSYSLOG_ONLY.test(text) ? 'rsyslog' : classicDialect(text) === 'bsd' ? 'bsd' : 'rsyslog'
}

export const parseLogConfig = (text: string, dialect: Dialect): Document =>
  dialect === 'rsyslog' ? parseRsyslog(text) : parseClassic(text, dialect)
