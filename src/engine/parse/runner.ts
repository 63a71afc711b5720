/** Runs tasks where it is called: the body of a worker, and the whole of it where there are no workers. */
import type { LogFormat, MessageKind, Probe } from '../define'
import { type Done, ended, type Host, stoppedBy, type Task } from './batch'
import { type Dictionaries, logBatches, openDictionaries } from './log-sink'
import { runLogTask } from './log-task'
import { runProbeTask } from './probe-task'

/** What can be run: the registry's maps, or a test's own. */
export interface Parsers {
  readonly probes: ReadonlyMap<string, Probe>
  readonly logs: ReadonlyMap<string, LogFormat>
  readonly messages: ReadonlyMap<string, MessageKind>
}

export type Runner = (task: Task, host: Host) => Done

/** A runner with dictionaries of its own. It never throws: what a parser throws becomes the fault of the task. */
export function openRunner(parsers: Parsers): Runner {
  const dictionaries: Dictionaries = openDictionaries()
  let current: Host | null = null
  const sink = logBatches(dictionaries, parsers.messages, (batch) => current?.emit(batch))
  return (task, host) => {
    try {
      if (task.kind === 'log') {
        const format = parsers.logs.get(task.parser)
        if (!format) throw new Error(`no log format is called ${task.parser}`)
        current = host
        return runLogTask(task, format, sink, host)
      }
      const probe = parsers.probes.get(task.parser)
      if (!probe) throw new Error(`no probe is called ${task.parser}`)
      return runProbeTask(task, probe, dictionaries, host)
    } catch (error) {
      const { fault, cancelled } = stoppedBy(error, task.parser)
      return ended(fault, cancelled)
    }
  }
}
