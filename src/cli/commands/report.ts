import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { Fault } from '../../shared/fault'
import type { ReportFormat } from '../../shared/model'
import { badUse } from '../argv'
import { defineCommand } from '../command'
import { GOOD } from '../exit'
import type { Io } from '../io'
import { withCase } from '../open-case'

const FORMATS: Readonly<Record<string, ReportFormat>> = {
  '.html': 'html',
  '.htm': 'html',
  '.pdf': 'pdf',
  '.md': 'md',
  '.markdown': 'md',
  '.json': 'json',
}

/** The checkout's script, from out/main/cli.js. */
const PRINTER = resolve(import.meta.dirname, '../../scripts/print-pdf.mjs')

/** Prints with Electron's Chromium, hidden. Errors: Fault `unsupported` (there is none here), `unreadable` (it failed). */
async function printPdf(html: string, path: string, io: Io): Promise<void> {
  if (!existsSync(PRINTER))
    throw new Fault('unsupported', `a PDF is printed by ${PRINTER}, which is not here; the HTML report holds the same`)
  const folder = await mkdtemp(join(tmpdir(), 'vestigo-report-'))
  try {
    const source = join(folder, 'report.html')
    await writeFile(source, html, { mode: 0o600 })
    io.progress('Printing')
    const child = spawn(process.execPath, [PRINTER, source, path], {
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: io.signal,
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const status = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done))
    if (status === 0) return
    const why = said.trim() || `the printer ended with status ${status}`
    throw new Fault(
      status === 3 ? 'unsupported' : 'unreadable',
      `the PDF was not printed: ${why}\nThe HTML report holds the same.`,
    )
  } finally {
    io.quiet()
    await rm(folder, { recursive: true, force: true })
  }
}

export default defineCommand({
  order: 7,
  summary: 'Writes the incident report',
  usage: '<case> -o <file.html|.pdf|.md|.json>',
  about: [
    'The ending of the file’s name says the format. The same case gives the same bytes (a PDF but for its date stamps).\nA PDF is printed by the Chromium of an Electron on this machine; the other formats need nothing.',
  ],
  words: [1, 1],
  options: {
    output: { value: '<file>', short: 'o', about: 'where to write it; what is there is replaced' },
    format: { value: '<format>', about: 'when the name does not tell', oneOf: ['html', 'pdf', 'md', 'json'] },
  },
  run: async (given, io) => {
    const output = given.text('output')
    if (output === null) throw badUse('-o <file> says where the report goes')
    const path = resolve(output)
    const format = (given.text('format') as ReportFormat | null) ?? FORMATS[extname(path).toLowerCase()]
    if (!format) throw badUse(`"${output}" ends with none of .html, .pdf, .md, .json; --format says which is meant`)
    await access(dirname(path)).catch((error: Error) => {
      throw new Fault('unreadable', `cannot write ${path}: ${error.message}`, { path })
    })
    return withCase(given.words[0]!, io, async (engine) => {
      const { html } = await engine.exportReport({ format, path })
      if (html !== null) await printPdf(html, path, io)
      return GOOD
    })
  },
})
