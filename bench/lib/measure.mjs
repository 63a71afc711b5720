/** Runs a command to its end: seconds, peak memory of the process with all its threads, exit status. Linux only for memory. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const EVERY = 50

/** Highest resident size so far, in MB; null where /proc does not tell. */
function peakOf(pid) {
  try {
    const m = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
    return m ? Number(m[1]) / 1024 : null
  } catch {
    return null
  }
}

export function measure(command, args, env = {}) {
  return new Promise((settle, fail) => {
    const begun = process.hrtime.bigint()
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    let peak = null
    let out = ''
    let err = ''
    child.stdout.on('data', (data) => {
      out += data
    })
    child.stderr.on('data', (data) => {
      err += data
    })
    const look = setInterval(() => {
      const now = peakOf(child.pid)
      if (now !== null) peak = Math.max(peak ?? 0, now)
    }, EVERY)
    child.on('error', (error) => {
      clearInterval(look)
      fail(error)
    })
    child.on('close', (status) => {
      clearInterval(look)
      settle({ seconds: Number(process.hrtime.bigint() - begun) / 1e9, peak, status, out, err })
    })
  })
}
