import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { BrowserWindow, session as sessions } from 'electron'
import { Fault } from '../shared/fault'
import { ORIGIN } from './protocol'
import { SCHEME } from './renderer-files'
import { restrictContents, restrictSession } from './session-policy'

/** A report holds its styles, pictures and fonts in itself, and it runs nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/**
 * Prints HTML to PDF bytes in a hidden window of a session of its own, without scripts.
 * The same HTML gives the same bytes but for the two date stamps in the document information.
 */
async function pdfOf(html: Uint8Array): Promise<Uint8Array> {
  const session = sessions.fromPartition(`print-${randomUUID()}`, { cache: false })
  restrictSession(session)
  session.protocol.handle(
    SCHEME,
    () =>
      new Response(new Uint8Array(html), {
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
      }),
  )
  const window = new BrowserWindow({
    show: false,
    width: 1024,
    height: 1448,
    webPreferences: { session, sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  })
  try {
    restrictContents(window.webContents)
    await window.loadURL(`${ORIGIN}/report.html`)
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    })
  } finally {
    window.destroy()
  }
}

/** Prints a report, given as HTML text or as the absolute path of a file, to `path`, which appears whole or not at all. */
export async function printPdf(source: string, path: string): Promise<void> {
  const html = isAbsolute(source)
    ? await readFile(source).catch((error: Error) => {
        throw new Fault('unreadable', `cannot read ${source}: ${error.message}`, { path: source })
      })
    : Buffer.from(source, 'utf8')
  const pdf = await pdfOf(html)
  const part = `${path}.${process.pid}.part`
  try {
    await writeFile(part, pdf)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw new Fault('unreadable', `cannot write ${path}: ${(error as Error).message}`, { path })
  }
}
