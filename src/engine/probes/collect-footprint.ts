/**
 * What Vestigo itself did on a host while it collected: one JSON object a line, as it happened.
 *   {"vestigo":"footprint","n":3,"tag":"vestigo-1a2b3c4d","kind":"command","what":"ss -anpe","probe":"sockets",
 *    "root":true,"began":1764119424276998,"ended":1764119424299001,"host_began":1764119424277101,"host_ended":...,
 *    "band":412,"exit":0,"bytes":5120,"member":"commands/ss_-anpe.txt","cut":null,"errors":null,...}      (one line)
 * `began` and `ended` are microseconds since 1970 by the examiner's clock, `host_began` and `host_ended` by the host's, as
 * it was measured; `band` says how far those may be off.
 */
import { type Instant, instant } from '../../shared/time'
import { bool, defineProbe, int, optional, text, time } from '../define'

const START = /^\{"vestigo":"footprint",/
/** Year 2200: no footprint is younger. */
const LAST = 7_258_118_400_000_000

type Json = Readonly<Record<string, unknown>>
const words = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const whole = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null)
const moment = (value: unknown): Instant | null => {
  const n = whole(value)
  return n === null || n < 0 || n > LAST ? null : instant(n)
}

export default defineProbe({
  title: 'Footprint of the collection',
  commands: ['footprint.jsonl'],
  recognise: {
    names: ['footprint.jsonl'],
    shape: (head) =>
      head.lines.some((l) => l !== '') && head.lines.every((l) => l === '' || START.test(l)) ? 0.98 : 0,
  },
  columns: {
    n: int('Order in which it was done'),
    tag: text('What stands in every command line of this collection'),
    kind: text('login, command, file, link or look (a listing)'),
    what: text('The command, or the path'),
    probe: optional(text('The step of the collection that it belongs to')),
    as_root: bool('Whether it was done as root'),
    began: time('By the examiner’s clock'),
    ended: time('By the examiner’s clock'),
    host_began: optional(time('By the host’s clock, as measured')),
    host_ended: optional(time('By the host’s clock, as measured')),
    band: optional(int('How far the host’s times may be off, in microseconds')),
    exit_status: optional(int('Exit status of the command')),
    bytes: optional(int('How much came', 'bytes')),
    member: optional(text('Where it is kept in the bundle')),
    cut: optional(text('Why less came than there is')),
    errors: optional(text('What was written to the error output')),
    account: optional(text('For a login: the account')),
    address: optional(text('For a login: the examiner’s address as the host sees it')),
    port: optional(int('For a login: the examiner’s port as the host sees it')),
    pid: optional(int('For a login: the process that served it')),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (line.text.trim() === '') continue
      let json: Json | null = null
      try {
        const value: unknown = JSON.parse(line.text)
        json = typeof value === 'object' && value !== null ? (value as Json) : null
      } catch {
        // told below
      }
      const n = whole(json?.['n'])
      const began = moment(json?.['began'])
      const ended = moment(json?.['ended'])
      const tag = words(json?.['tag'])
      const kind = words(json?.['kind'])
      const what = words(json?.['what'])
      if (
        json?.['vestigo'] !== 'footprint' ||
        n === null ||
        began === null ||
        ended === null ||
        tag === null ||
        kind === null ||
        what === null
      ) {
        out.unparsed(line, 'not a line of a footprint')
        continue
      }
      out.row(
        {
          n,
          tag,
          kind,
          what,
          probe: words(json['probe']),
          as_root: json['root'] === true,
          began,
          ended,
          host_began: moment(json['host_began']),
          host_ended: moment(json['host_ended']),
          band: whole(json['band']),
          exit_status: whole(json['exit']),
          bytes: whole(json['bytes']),
          member: words(json['member']),
          cut: words(json['cut']),
          errors: words(json['errors']),
          account: words(json['account']),
          address: words(json['address']),
          port: whole(json['port']),
          pid: whole(json['pid']),
        },
        line,
      )
    }
  },
  events: (r) => {
    const ts = r.host_began ?? r.began
    if (r.kind === 'login')
      return [
        {
          ts,
          kind: 'capture',
          summary: `Vestigo logged in as ${r.account ?? r.what}`,
          pid: r.pid,
          entities: [
            ...(r.account ? [['user', r.account] as const] : []),
            ...(r.address ? [['address', r.address] as const] : []),
          ],
        },
      ]
    if (r.kind === 'command')
      return [{ ts, kind: 'capture', summary: `Vestigo ran ${r.what}${r.as_root ? ' as root' : ''}` }]
    return []
  },
})
