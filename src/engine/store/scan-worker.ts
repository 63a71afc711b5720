/** A scanning thread: takes tasks one at a time and says when each is done. */
import { parentPort } from 'node:worker_threads'
import { type ScanTask, taskRunner } from './scan-task'

const runner = taskRunner()
parentPort?.on('message', (task: ScanTask) => {
  try {
    runner.run(task)
    parentPort?.postMessage(null)
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error))
  }
  // The file may be deleted with the case while this thread waits.
  runner.close()
})
