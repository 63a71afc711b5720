/**
 * What was typed in a shell, as bash, zsh or fish keep it.
 *   #1380630977                     bash with HISTTIMEFORMAT: the stamp stands above its command
 *   : 1619736780:0;ls -la           zsh with EXTENDED_HISTORY: start and seconds taken
 *   - cmd: ls -la                   fish, with `  when: 1619736780` below
 * A command may run over several lines (zsh and fish escape them). Without stamps only the order is known.
 */
import { type Instant, instant } from '../../shared/time'
import { defineProbe, int, type Line, optional, text, time } from '../define'
import { homeOwner } from '../probes-lib/home-owner'

const STAMP = /^#(\d{9,11})$/
const ZSH = /^: *(\d{9,11}):(\d+);(.*)$/s
const FISH = /^- cmd: (.*)$/

const at = (seconds: string | undefined): Instant | null => (seconds ? instant(Number(seconds) * 1_000_000) : null)

export default defineProbe({
  title: 'Shell history',
  commands: ['~/.bash_history', '~/.zsh_history', '~/.local/share/fish/fish_history'],
  recognise: {
    names: ['.bash_history', '.zsh_history', '.sh_history', '.ash_history', '.histfile', 'fish_history', '*_history'],
    byName: true,
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 200)
      if (lines.length === 0) return 0
      if (FISH.test(lines[0]!) && lines.some((l) => /^ {2}when: \d{9,11}$/.test(l))) return 0.9
      if (ZSH.test(lines[0]!)) return 0.9
      const stamps = lines.filter((l) => STAMP.test(l)).length
      return STAMP.test(lines[0]!) && stamps >= lines.length * 0.2 ? 0.85 : 0
    },
  },
  columns: {
    ts: optional(time('When it was run; null when the shell did not write that')),
    command: text('The command as typed'),
    seconds: optional(int('How long it ran (zsh)', 'seconds')),
    user: optional(text('Whose history, from the path of the file')),
    shell: text('bash, zsh, fish, or unknown for a history without stamps'),
  },
  parse: (lines, out, context) => {
    const user = homeOwner(context.path)
    let held: {
      ts: Instant | null
      text: string
      seconds: number | null
      shell: string
      first: Line
      last: Line
    } | null = null
    let stamp: { ts: Instant | null; line: Line } | null = null
    let stamped = false
    const put = () => {
      if (held) {
        const command = held.shell === 'fish' ? held.text.replace(/\\n/g, '\n').replace(/\\\\/g, '\\') : held.text
        out.row({ ts: held.ts, command, seconds: held.seconds, user, shell: held.shell }, held.first, held.last)
      }
      held = null
    }
    for (const line of lines) {
      const mark = STAMP.exec(line.text)
      const zsh = ZSH.exec(line.text)
      const fish = FISH.exec(line.text)
      if (mark) {
        put()
        if (stamp) out.noise(stamp.line)
        stamp = { ts: at(mark[1]), line }
        stamped = true
      } else if (fish) {
        put()
        held = { ts: null, text: fish[1]!, seconds: null, shell: 'fish', first: line, last: line }
      } else if (held?.shell === 'fish' && /^ {2}(?:when: \d+|paths:)$|^ {4}- /.test(line.text)) {
        const when = /when: (\d{9,11})$/.exec(line.text)
        if (when) held.ts = at(when[1])
        held.last = line
      } else if (zsh) {
        put()
        held = { ts: at(zsh[1]), text: zsh[3]!, seconds: Number(zsh[2]), shell: 'zsh', first: line, last: line }
      } else if (
        held &&
        ((held.shell === 'zsh' && held.text.endsWith('\\')) || (held.shell === 'bash' && !stamp && stamped))
      ) {
        if (held.text.length < 100_000)
          held.text = `${held.text.replace(/\\$/, held.shell === 'zsh' ? '' : '\\')}\n${line.text}`
        held.last = line
      } else {
        put()
        held = {
          ts: stamp?.ts ?? null,
          text: line.text,
          seconds: null,
          shell: stamp ? 'bash' : 'unknown',
          first: stamp?.line ?? line,
          last: line,
        }
        stamp = null
      }
    }
    put()
    if (stamp) out.noise(stamp.line)
  },
  events: (r) =>
    r.ts === null
      ? []
      : [
          {
            ts: r.ts,
            kind: 'command',
            summary: `${r.user ?? 'someone'} typed: ${r.command}`,
            entities: r.user ? [['user', r.user]] : [],
          },
        ],
})
