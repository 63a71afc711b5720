/**
 * PIDs that UAC found by trying each, and that ps had not listed, one a line. A process that began after ps, or ended
 * since, is here too: compare the times before calling it hidden.
 */
import { defineProbe, int } from '../define'

export default defineProbe({
  title: 'PIDs that ps did not list (UAC)',
  commands: ['uac hidden_pids_for_ps_command'],
  recognise: { names: ['hidden_pids_for_ps_command.txt', '*hidden_pids*'], byName: true },
  columns: { pid: int('Process id') },
  parse: (lines, out) => {
    for (const line of lines) {
      const text = line.text.trim()
      if (/^\d{1,10}$/.test(text)) out.row({ pid: Number(text) }, line)
      else out.unparsed(line, 'not a PID')
    }
  },
})
