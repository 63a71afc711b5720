/**
 * Linux audit records, as auditd writes them (/var/log/audit/audit.log) and as ausearch prints them.
 *
 *   type=SYSCALL msg=audit(1684329817.579:2995): arch=c000003e syscall=59 ... ppid=26843 pid=27032 ... comm="id" exe="/usr/bin/id"
 *   type=ANOM_PROMISCUOUS msg=audit(1390181243.575:738): dev=eth0 prom=256 old_prom=0 auid=0 uid=0 gid=0 ses=1
 *   node=web1 type=USER_AUTH msg=audit(1492896301.818:19955): pid=12635 uid=0 ... msg='op=PAM:authentication ...'
 *   type=PROCTITLE msg=audit(05/17/2023 13:23:37.579:2995) : proctitle=id        ausearch -i, in the host's zone
 *
 * Records that share stamp and serial are one event: SYSCALL with its EXECVE, CWD, PATH, SOCKADDR, PROCTITLE, EOE. On a
 * host with several processors records of other events stand between them; the event then reaches from its first record
 * to its last. The program is `comm`, else the last part of `exe`, else `audit`: what it is about, not who wrote it. Format
 * ENRICHED appends translated ids after a GS byte (0x1D). `----` and `time->` lines are ausearch's.
 */
import { defineLog, int, type LogSink, optional, text, time } from '../define'
import { auditDetails, recordsOf } from './scan/audit-event'
import { type AuditLine, auditWord, newLine, readAuditLine } from './scan/audit-line'
import { bytesOf, startsWith } from './scan/bytes'
import { type Clock, clock } from './scan/clock'
import { type Gathered, gatherer } from './scan/gather'
import { confidence, share } from './scan/shape'

const LINE =
  /^(?:node=\S+ )?type=[A-Z0-9_[\]]+ msg=audit\((?:\d+\.\d+|\d\d\/\d\d\/\d{2,4} \d\d:\d\d:\d\d\.\d+):\d+\) ?:/
const FALLBACK = bytesOf('audit')
const TIME = bytesOf('time->')
const decoder = new TextDecoder()

/** An event while its records come in. */
interface Event extends Gathered {
  readonly ts: number
  readonly serial: number
  readonly host: number
  readonly message: number
  readonly interpreted: boolean
  pid: number
  comm: number
  exe: number
}

function open(line: AuditLine, from: number, to: number): Event {
  const { ts, serial, host, record: message, interpreted, pid, comm, exe } = line
  return { from, to, runTo: to, run: true, lines: 1, last: 0, ts, serial, host, message, interpreted, pid, comm, exe }
}

function put(b: Uint8Array, e: Event, lines: number, sink: LogSink): void {
  // A value may end with its own record; the search for its end stops at the line's.
  const end = (at: number) => {
    const stop = b.indexOf(10, at)
    return stop < 0 || stop > e.to ? e.to : stop
  }
  let program = -1
  if (e.comm >= 0) program = auditWord(b, e.comm, end(e.comm), false, e.interpreted, sink)
  if (program < 0 && e.exe >= 0) program = auditWord(b, e.exe, end(e.exe), true, e.interpreted, sink)
  if (program < 0) program = sink.word(FALLBACK, 0, FALLBACK.length)
  sink.event(e.from, e.to, e.message, e.ts, e.host, program, e.pid, -1, -1, e.runTo, lines)
}

function reader(time: Clock) {
  const line = newLine()
  return gatherer<Event>({
    line(b, from, to, open_, sink) {
      if (!readAuditLine(b, from, to, time, sink, line)) {
        const dashes = b[from] === 45 && b[from + 1] === 45 && b[from + 2] === 45 && b[from + 3] === 45
        return dashes || startsWith(b, from, to, TIME) ? 'noise' : 'unparsed'
      }
      if (line.joins)
        for (let i = open_.length - 1; i >= 0; i--) {
          const e = open_[i]!
          if (e.serial !== line.serial || e.ts !== line.ts || e.host !== line.host) continue
          if (e.pid < 0) e.pid = line.pid
          if (e.comm < 0) e.comm = line.comm
          if (e.exe < 0) e.exe = line.exe
          return { event: e, ends: line.ends }
        }
      return { event: open(line, from, to), ends: !line.joins || line.ends }
    },
    put,
  })
}

export default defineLog({
  title: 'Linux audit log',
  recognise: { names: ['audit.log*'], shape: (head) => confidence(share(head, LINE), 0.95) },
  yearless: false,
  zoneless: false,
  columns: {
    ts: time('When the kernel or a program made the records'),
    host: optional(text('Node name, when the log is collected from several hosts')),
    program: text('comm, else the last part of exe, else audit'),
    pid: optional(int('pid of the records')),
    message: text('The records of the event, from their types on'),
  },
  details: auditDetails,
  message: (event, at) =>
    recordsOf(decoder.decode(event.subarray(at > 0 && event[0] === 110 ? 0 : at)))
      .map((r) => r.line)
      .join('\n'),
  open: (context) => reader(clock(context.zone)),
})
