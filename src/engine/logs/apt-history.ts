/**
 * What apt did, /var/log/apt/history.log (and term.log's `Log started:` lines). Paragraphs; local time.
 *
 *   Start-Date: 2025-03-04  09:12:40
 *   Commandline: apt-get install nmap
 *   Requested-By: alice (1000)
 *   Install: nmap:amd64 (7.93+dfsg1-1), liblinear4:amd64 (2.3.0-5, automatic)
 *   End-Date: 2025-03-04  09:12:47
 *
 * Each line is an event at the start of its run (End-Date at its own time): the command line and the packages are what
 * one looks for on a timeline.
 */

import type { Head } from '../define'
import { defineLog, text, time } from '../define'
import { bytesOf, pastSpace, startsWith } from './scan/bytes'
import { isoScanner } from './scan/iso'
import { lineReader } from './scan/lines'
import { aptDetails } from './scan/package-details'

const START = bytesOf('Start-Date:')
const END = bytesOf('End-Date:')
const STARTED = bytesOf('Log started:')
const ENDED = bytesOf('Log ended:')
const APT = bytesOf('apt')

const shape = (head: Head): number => {
  if (/^Start-Date: \d{4}-\d\d-\d\d {1,2}\d\d:\d\d:\d\d\r?$/m.test(head.text) && /^[A-Z][A-Za-z-]+: /m.test(head.text))
    return 0.95
  return /^Log started: \d{4}-\d\d-\d\d {1,2}\d\d:\d\d:\d\d\r?$/m.test(head.text) ? 0.9 : 0
}

export default defineLog({
  title: 'apt history',
  recognise: { names: ['**/apt/history.log*', '**/apt/term.log*', '*apt_history*'], shape },
  yearless: false,
  zoneless: true,
  columns: {
    ts: time('Start of the run; for End-Date its end'),
    program: text('apt, as the program'),
    message: text('The line: command, who asked, packages by action'),
  },
  details: aptDetails,
  open: (context) => {
    const iso = isoScanner(context.zone)
    const pair = new Uint8Array(19)
    let ts = Number.NaN
    /** The stamp at `i`, where apt puts two spaces between date and time; NaN when it is none. */
    const stamp = (b: Uint8Array, i: number, to: number): number => {
      if (i + 19 > to) return Number.NaN
      const time = pastSpace(b, i + 10, to)
      if (time + 8 > to) return Number.NaN
      pair.set(b.subarray(i, i + 10), 0)
      pair[10] = 32
      pair.set(b.subarray(time, time + 8), 11)
      return iso.at(pair, 0, 19) < 0 ? Number.NaN : iso.ts
    }
    return lineReader((b, from, to, sink) => {
      const term = startsWith(b, from, to, STARTED)
      if (term || startsWith(b, from, to, START))
        ts = stamp(b, pastSpace(b, from + (term ? STARTED.length : START.length), to), to)
      let at = ts
      const over = startsWith(b, from, to, ENDED)
      if (over || startsWith(b, from, to, END))
        at = stamp(b, pastSpace(b, from + (over ? ENDED.length : END.length), to), to)
      if (Number.isNaN(at)) sink.unparsed(from, to)
      else sink.event(from, to, from, at, -1, sink.word(APT, 0, APT.length), -1, -1, -1)
    })
  },
})
