import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Fault } from '../../shared/fault'
import { parseIso, UTC, zoneByName } from '../../shared/time'
import { badUse, wholeNumber } from '../argv'
import { defineCommand } from '../command'
import { GOOD } from '../exit'
import type { Io } from '../io'
import { tableLines } from '../table'
import { nouns } from '../words'

async function bytesOf(path: string | null, io: Io): Promise<Uint8Array> {
  if (path !== null)
    return readFile(path, { signal: io.signal }).catch((error: NodeJS.ErrnoException) => {
      if (io.signal.aborted) throw new Fault('cancelled', 'cancelled')
      const why =
        error.code === 'ENOENT'
          ? 'there is no such file'
          : error.code === 'EISDIR'
            ? 'it is a directory; vestigo import reads directories'
            : error.message
      throw new Fault('unreadable', `${path}: ${why}`, { path })
    })
  if (io.stdin.isTTY) io.say('reading from the terminal; Ctrl-D ends the input')
  const parts: Buffer[] = []
  for await (const part of io.stdin) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** Rows written at a time. */
const PIECE = 1000

export default defineCommand({
  order: 9,
  summary: 'Reads one tool’s output or one log from a file or a pipe, as JSON',
  usage:
    '<kind> [<file>] [--jsonl] [--unparsed] [--where] [--zone <zone>] [--year <year>] [--captured <time>] [--as <path>]',
  about: [
    'A kind is the name of a probe or of a log format (vestigo parse --list), or auto: recognised by content, then by name.\nWithout a file standard input is read. Lines that could not be read are counted on standard error, never dropped silently.',
  ],
  examples: [
    'netstat -anp | vestigo parse netstat',
    'vestigo parse auto /var/log/messages --zone Europe/Paris --jsonl',
  ],
  words: [0, 2],
  options: {
    jsonl: { value: null, about: 'one row a line instead of one array' },
    unparsed: { value: null, about: 'print the lines that could not be read on standard error' },
    where: { value: null, about: 'add _line, _offset and _length to each row' },
    zone: { value: '<zone>', about: 'zone of stamps that have none, as Europe/Paris or +02:00; UTC when left out' },
    year: { value: '<year>', about: 'year of the first line, for stamps that have none' },
    captured: { value: '<time>', about: 'when the output was captured, from which missing years are told' },
    as: { value: '<path>', about: 'take the input for a file of this name' },
    list: { value: null, about: 'list the kinds' },
  },
  run: async (given, io) => {
    const { kinds, parseInput } = await import('../parse-input')
    const { plainBytes } = await import('../../engine/evidence/encoding')
    if (given.flag('list')) {
      const rows = kinds().map((k) => [k.id, k.type, k.title])
      const columns = [{ title: 'kind' }, { title: 'type' }, { title: 'title', least: 20 }]
      for (const line of tableLines(columns, rows, { width: io.width, head: (t) => io.paint(t, 'bold') }))
        await io.line(line)
      return GOOD
    }
    const [kind, file = null] = given.words
    if (!kind) throw badUse('which kind? vestigo parse --list names all, auto recognises')
    const name = given.text('zone')
    const zone = name === null ? UTC : zoneByName(name)
    if (!zone) throw badUse(`"${name}" is no time zone (an IANA name or +hh:mm)`)
    const captured = given.text('captured')
    const capturedAt = captured === null ? null : parseIso(captured, zone)
    if (captured !== null && capturedAt === null)
      throw badUse(`--captured is a time such as 2025-03-04T09:12:44Z; not "${captured}"`)
    const year = wholeNumber(given.text('year'), '--year')
    const source = file === '-' ? null : file
    // A kind that is not there is told before standard input is waited for.
    if (kind !== 'auto' && !kinds().some((k) => k.id === kind.replaceAll('-', '_')))
      parseInput(
        kind,
        new Uint8Array(),
        { path: '', command: null, host: null, capturedAt, bootedAt: null, zone },
        { where: false, year },
      )
    // Compressed, in UTF-16, or a journald file: what a case would read of it.
    const { bytes, truncated } = await plainBytes(await bytesOf(source, io))
    const path = given.text('as') ?? (source === null ? '' : basename(source))
    const context = { path, command: null, host: null, capturedAt, bootedAt: null, zone }
    const parsed = parseInput(kind, bytes, context, { where: given.flag('where'), year })
    if (kind === 'auto') io.say(`recognised as ${parsed.kind}`)
    if (parsed.year !== null && year === null) io.say(`year ${parsed.year}`)
    const lines = given.flag('jsonl')
    if (!lines && parsed.count === 0) await io.write('[]\n')
    for (let i = 0; i < parsed.count; i += PIECE) {
      const last = Math.min(i + PIECE, parsed.count)
      let text = lines || i > 0 ? '' : '[\n'
      for (let k = i; k < last; k++)
        text += lines ? `${parsed.json(k)}\n` : `  ${parsed.json(k)}${k + 1 < parsed.count ? ',' : ''}\n`
      await io.write(lines || last < parsed.count ? text : `${text}]\n`)
    }
    if (given.flag('unparsed'))
      for (const { line, text, reason } of parsed.unparsed)
        io.say(`${line}: ${text}${reason === null ? '' : `  (${reason})`}`)
    if (truncated) io.say(`not all of it could be read: ${truncated.detail}`)
    if (parsed.unparsed.length > 0) io.say(`${nouns(parsed.unparsed.length, 'line')} could not be read`)
    return GOOD
  },
})
