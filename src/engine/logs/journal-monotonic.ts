/**
 * `journalctl -o short-monotonic`: seconds since boot, host, tag.
 *
 *   [    5.872674] fedora kernel: Linux version 6.0.7-301.fc37.aarch64
 *   [   21.004512] fedora systemd[1]: Started rsyslog.service - System Logging Service.
 *   [   21.004601 <    0.000089 >] fedora systemd[1]: ...        -o short-delta (systemd 253), `*>` where it crosses a boot
 *
 * It becomes instants only with the time of boot, and only when the command shows that the file holds this boot alone
 * (`-b`, `--boot`, `-k`): without, journalctl prints boot after boot and each begins at zero. The further lines of a
 * message are indented.
 */
import { defineLog, int, optional, text, time } from '../define'
import { digits, pastDigits, pastSpace } from './scan/bytes'
import { fraction, pastFraction } from './scan/iso'
import { lineReader } from './scan/lines'
import { confidence, share } from './scan/shape'
import { readTag, type Tag } from './scan/tag'

const LINE = /^\[ *\d+\.\d{6}(?: <[ \d.]{1,24}\*?>| {8,24})?\] (?<host>[A-Za-z0-9][\w.-]*) [^\s:[\]]+(?:\[\d+\])?: /
/** `-b` alone or `-b 0`; `-b -1` is the boot before. */
const THIS_BOOT = /\s(?:-b|--boot|-k|--dmesg)(?:[= ]?0)?(?=\s+[^-\d]|\s+--?[a-z]|\s*$)/
const STAMP = /^\[ *\d+\.\d{6}(?: <[ \d.]{1,24}\*?>| {8,24})?\] /

export default defineLog({
  title: 'Journal, short with monotonic stamps',
  recognise: {
    shape: (head) => {
      // dmesg's `[    1.2] usb 1-1: new device` looks alike in single lines; the same host in all of them is telling.
      const hosts = new Map<string, number>()
      let lines = 0
      for (const line of head.lines.slice(0, 400)) {
        if (!STAMP.test(line)) continue
        lines++
        const host = LINE.exec(line)?.groups?.['host']
        if (host) hosts.set(host, (hosts.get(host) ?? 0) + 1)
      }
      const most = Math.max(0, ...hosts.values())
      return lines >= 3 && most >= lines * 0.9 ? confidence(share(head, STAMP), 0.9) : 0
    },
  },
  yearless: false,
  zoneless: false,
  columns: {
    ts: optional(time('When the message was logged; unknown without the time of boot')),
    host: text('Host'),
    program: text('Program'),
    pid: optional(int('PID from the tag')),
    message: text('The message'),
  },
  open: (context) => {
    const tag: Tag = { from: 0, to: 0, pid: -1, message: 0 }
    let seen = false
    const boot = THIS_BOOT.test(context.command ?? '') ? context.bootedAt : null
    return lineReader((b, from, to, sink) => {
      const k = pastSpace(b, from + 1, to)
      const dot = pastDigits(b, k, to, 10)
      let end = b[from] === 91 && dot > k ? pastFraction(b, dot, to) : dot
      const { micros } = fraction
      if (end > dot && b[end] === 32) {
        const stop = Math.min(to, end + 28)
        let close = end
        while (close < stop && b[close] !== 93) close++
        if (close < stop) end = close
      }
      if (b[from] !== 91 || end === dot || b[end] !== 93) {
        if (b[from] === 45 && b[from + 1] === 45) sink.noise(from, to)
        else if (seen && (b[from] === 32 || b[from] === 9)) sink.continuation(from, to)
        else sink.unparsed(from, to)
        return
      }
      const ts = boot === null ? Number.NaN : boot + digits(b, k, dot - k) * 1_000_000 + micros
      let i = pastSpace(b, end + 1, to)
      let h = i
      while (h < to && h - i < 256 && b[h] !== 32) h++
      const host = h > i ? sink.word(b, i, h) : -1
      i = pastSpace(b, h, to)
      readTag(b, i, to, tag)
      const program = tag.to > tag.from ? sink.word(b, tag.from, tag.to) : -1
      sink.event(from, to, tag.message, ts, host, program, tag.pid, context.facility, -1)
      seen = true
    })
  },
})
