/**
 * The environment of a shell, as env(1) and printenv(1) print it.
 *   PATH=/usr/local/bin:/usr/bin:/bin
 *   LD_PRELOAD=/tmp/x.so
 * A value may run over several lines (functions that bash exports: `BASH_FUNC_which%%=() {  ( alias;`).
 */
import { defineProbe, type Line, text } from '../define'

const LINE = /^([A-Za-z_][A-Za-z0-9_.]{0,200}(?:%%|\(\))?)=(.*)$/
/** Names that nearly every environment has, and configuration files do not. */
const COMMON =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|TERM|SHLVL|_|HOSTNAME|MAIL|LS_COLORS|SSH_CLIENT|SSH_CONNECTION|SSH_TTY|XDG_[A-Z_]+|HISTSIZE|HISTCONTROL|SUDO_[A-Z]+|INVOCATION_ID|JOURNAL_STREAM|DBUS_SESSION_BUS_ADDRESS|LESSOPEN|DISPLAY|TMPDIR|USERNAME|EDITOR|PS1|IFS)=/

export default defineProbe({
  title: 'Environment (env)',
  commands: ['env', 'printenv'],
  recognise: {
    names: ['env', 'env.*', 'printenv*', 'environment'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '').slice(0, 60)
      const fits = lines.filter((l) => l.length < 60_000 && LINE.test(l)).length
      const common = lines.filter((l) => COMMON.test(l)).length
      return common >= 3 &&
        LINE.test(lines[0] ?? '') &&
        fits >= lines.length * 0.6 &&
        !lines.some((l) => /^\s*#/.test(l))
        ? 0.82
        : 0
    },
  },
  columns: { name: text('Variable'), value: text('Its value; line ends kept') },
  parse: (lines, out) => {
    let open: { name: string; value: string; first: Line; last: Line } | null = null
    const put = () => {
      if (open) out.row({ name: open.name, value: open.value }, open.first, open.last)
      open = null
    }
    for (const line of lines) {
      const m = LINE.exec(line.text)
      if (m) {
        put()
        open = { name: m[1]!, value: m[2]!, first: line, last: line }
      } else if (open) {
        const now: { value: string; last: Line } = open
        now.value += `\n${line.text}`
        now.last = line
      } else out.unparsed(line, 'no name of a variable before this line')
    }
    put()
  },
})
