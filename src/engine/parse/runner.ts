/** Runs tasks where it is called: the body of a worker, and the whole of it where there are no workers. */
import type { LogFormat, MessageKind, Probe } from '../define'
import { Cancelled, type Done, type Host, type Task } from './batch'
import { type Dictionaries, openDictionaries } from './log-sink'
import { runLogTask } from './log-task'
import { runProbeTask } from './probe-task'

/** What can be run: the registry's maps, or a test's own. */
export interface Parsers {
  readonly probes: ReadonlyMap<string, Probe>
  readonly logs: ReadonlyMap<string, LogFormat>
  readonly messages: ReadonlyMap<string, MessageKind>
}

export type Runner = (task: Task, host: Host) => Done

const NOTHING: Omit<Done, 'fault' | 'cancelled'> = {
  rows: 0,
  noise: 0,
  unparsed: 0,
  events: 0,
  firstTs: null,
  lastTs: null,
  rollovers: 0,
  firstLine: null,
  lastLine: null,
  facts: null,
}

/** A runner with dictionaries of its own. It never throws: what a parser throws becomes the fault of the task. */
export function openRunner(parsers: Parsers): Runner {
  const dictionaries: Dictionaries = openDictionaries()
  return (task, host) => {
    // What was handed over before the fault is counted by whoever took it.
    let events = 0
    const counting: Host = {
      emit(batch) {
        events += batch.events?.rows ?? 0
        host.emit(batch)
      },
      alive: host.alive,
    }
    try {
      if (task.kind === 'log') {
        const format = parsers.logs.get(task.parser)
        if (!format) throw new Error(`no log format is called ${task.parser}`)
        return runLogTask(task, format, parsers.messages, dictionaries, counting)
      }
      const probe = parsers.probes.get(task.parser)
      if (!probe) throw new Error(`no probe is called ${task.parser}`)
      return runProbeTask(task, probe, dictionaries, counting)
    } catch (error) {
      if (error instanceof Cancelled) return { ...NOTHING, events, fault: null, cancelled: true }
      const fault = error instanceof Error ? error.message : String(error)
      return { ...NOTHING, events, fault: `${task.parser}: ${fault}`, cancelled: false }
    }
  }
}
