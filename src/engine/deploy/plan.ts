/**
 * What is sent to the host: the new files, and beside them a copy for the daemon's own check whose includes lead to the
 * copy. Pure.
 */
import { createHash } from 'node:crypto'
import type { DeployFile } from '../../shared/deploy'
import { applyEdits } from '../../shared/syslog/format'
import { includesOf } from '../../shared/syslog/outline'
import { dialectOf, parseLogConfig } from '../../shared/syslog/parse'

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** Paths that may be written: nothing outside of a host's configuration, no step upwards. */
export const mayWrite = (path: string): boolean =>
  /^\/(?:usr\/local\/)?etc\/[\w./@+-]+$/.test(path) && !/(?:^|\/)\.\.?(?:\/|$)/.test(path)

/** The text with every include of `/etc/...` leading below `root` instead. */
export function forCheck(path: string, text: string, root: string): string {
  const document = parseLogConfig(text, dialectOf(path, text))
  return applyEdits(
    text,
    includesOf(document).flatMap(({ from, to, path: included }) => {
      // The place of a quoted value holds its quotes.
      const written = text.slice(from, to)
      const at = written.indexOf(included)
      return included.startsWith('/') && at >= 0
        ? [{ from: from + at, to: from + at + included.length, text: root + included }]
        : []
    }),
  )
}

/** Bytes of a script's argument at most; a shell takes 128 KiB in one. */
const PIECE = 20_000

/** Shell commands that write a text to a file, whatever it holds, with nothing but printf. */
export function writeCommands(target: string, text: string): string[] {
  const bytes = Buffer.from(text, 'utf8')
  const out = [`: > ${target}`]
  for (let at = 0; at < bytes.length; at += PIECE) {
    let piece = ''
    for (const b of bytes.subarray(at, at + PIECE))
      piece +=
        (b >= 48 && b <= 57) || (b >= 65 && b <= 90) || (b >= 97 && b <= 122) || b === 32
          ? String.fromCharCode(b)
          : `\\${b.toString(8).padStart(3, '0')}`
    out.push(`printf '${piece}' >> ${target}`)
  }
  return out
}

/** Lines that `rsyslogd -N1` prints and that mean nothing is wrong. Its exit status says nothing. */
const HARMLESS = /^rsyslogd: (?:version [\d.]+.*config validation run|End of config validation run)|^\s*$/

/** What the daemon says of the new configuration and did not say of the old. Numbers of lines may have moved. */
export function newComplaints(before: string, after: string): string[] {
  const plain = (line: string) => line.replace(/\d+/g, '#')
  const known = new Map<string, number>()
  const lines = (text: string) => text.split('\n').filter((l) => !HARMLESS.test(l))
  for (const line of lines(before)) known.set(plain(line), (known.get(plain(line)) ?? 0) + 1)
  return lines(after).filter((line) => {
    const left = known.get(plain(line)) ?? 0
    if (left > 0) known.set(plain(line), left - 1)
    return left <= 0
  })
}

export const isLogging = (file: Pick<DeployFile, 'path'>): boolean => /\/r?syslog(?:\.conf$|\.d\/)/.test(file.path)
