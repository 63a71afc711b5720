/**
 * The simulator beside the real rsyslogd: generated configurations, and those of the corpus when it is at hand. How many
 * are made is VESTIGO_SYSLOG_CONFIGS (`npm run syslog-agreement` makes 500), the first seed VESTIGO_SYSLOG_SEED.
 */
import { createSocket } from 'node:dgram'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus } from '../archive/testing/corpus'
import { datagram, differences, FORWARDED, predict } from './testing/compare'
import { findDaemon, preamble, runDaemon } from './testing/daemon'
import { generate } from './testing/generate'
import { canJail, runJailed } from './testing/jail'
import { messagesFor } from './testing/messages-for'

const COUNT = Number(process.env['VESTIGO_SYSLOG_CONFIGS'] ?? 25)
const FIRST = Number(process.env['VESTIGO_SYSLOG_SEED'] ?? 1)
const daemon = findDaemon()
const { path: FOLDER, absent } = corpus('rsyslog-conf')
const MESSAGES = 20

/** Configurations of the corpus that cannot run, each with the reason. */
const CANNOT: Readonly<Record<string, string>> = {
  'rsyslog__rainer__testsuites-1.retry.conf': 'holds messages and is no configuration',
  'rsyslog__rainer__testsuites-abort-uncleancfg-badcfg_1.conf': 'tells the daemon to end because it has an error',
  'rsyslog__rainer__testsuites-rscript_hash32.conf': 'calls a function of a module that is not at hand; rsyslogd ends',
  'rsyslog__rainer__testsuites-rscript_hash64.conf': 'calls a function of a module that is not at hand; rsyslogd ends',
}

/** Hears what is forwarded by UDP, on a port of its own. */
async function listen(): Promise<{ port: number; close: () => Promise<ReadonlyMap<string, string>> }> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 22 })
  let heard = ''
  socket.on('message', (bytes) => {
    heard += datagram(bytes.toString('latin1'))
  })
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done))
  return {
    port: socket.address().port,
    close: async () => {
      // What was sent is in the socket's buffer; it takes a turn to be read.
      await new Promise((done) => setTimeout(done, 20))
      socket.close()
      return new Map(heard === '' ? [] : [[FORWARDED, heard]])
    },
  }
}

async function within<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'vestigo-syslog-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.skipIf(!daemon)('the simulator says what rsyslogd does', () => {
  it(
    `for ${COUNT} generated configurations`,
    async () => {
      const wrong: string[] = []
      for (let seed = FIRST; seed < FIRST + COUNT; seed++)
        await within(async (folder) => {
          const heard = await listen()
          const made = generate(seed, folder, heard.port)
          const files = new Map(made.files)
          for (const [path, text] of files) writeFileSync(path, text)
          const config = preamble(folder) + files.get(made.main)!
          files.set(made.main, config)
          const result = await runDaemon(folder, config, made.messages, [daemon!])
          const predicted = predict(files, made.main, made.messages, folder, heard.port)
          const written = new Map([...result.written, ...(await heard.close())])
          if (!result.ran) wrong.push(`seed ${seed}: rsyslogd did not get through (${result.died ?? 'no answer'})`)
          else if (!predicted.certain) wrong.push(`seed ${seed}: something could not be told`)
          else for (const d of differences(predicted, written)) wrong.push(`seed ${seed}: ${d}`)
        })
      console.info(`${COUNT} configurations, ${MESSAGES} messages each: ${wrong.length} differences`)
      expect(wrong).toEqual([])
    },
    60_000 + COUNT * 2000,
  )

  it.skipIf(absent || !canJail())(
    'for the configurations of the corpus',
    async () => {
      const wrong: string[] = []
      const names = readdirSync(FOLDER).filter((name) => !/facts\.json$|SOURCES/.test(name))
      let ran = 0
      for (const [i, name] of names.entries()) {
        const text = readFileSync(join(FOLDER, name), 'utf8')
        await within(async (folder) => {
          const config = preamble(folder) + text
          // What the test suites of rsyslog include; nothing of it bears on routing.
          mkdirSync(join(folder, 'root'))
          writeFileSync(join(folder, 'root', 'diag-common.conf'), '')
          const messages = messagesFor(text, i, MESSAGES)
          const result = await runJailed(folder, config, messages)
          if (!result.ran) {
            if (!CANNOT[name]) wrong.push(`${name}: did not run: ${result.said.slice(0, 200)}`)
            return
          }
          ran++
          const files = new Map([
            ['main', config],
            ['/diag-common.conf', ''],
          ])
          const written = new Map([...result.written].filter(([path]) => path !== '/diag-common.conf'))
          for (const d of differences(predict(files, 'main', messages, ''), written)) wrong.push(`${name}: ${d}`)
        })
      }
      console.info(`${ran} of ${names.length} configurations of the corpus ran: ${wrong.length} differences`)
      expect(wrong).toEqual([])
      expect(ran).toBeGreaterThan(names.length - 10)
    },
    600_000,
  )
})
