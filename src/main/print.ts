import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { session as sessions, WebContentsView } from 'electron'
import { Fault } from '../shared/fault'
import { ORIGIN } from './protocol'
import { SCHEME } from './renderer-files'
import { restrictContents, restrictSession } from './session-policy'

/** A report holds its styles, pictures and fonts in itself, and it runs nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/** Below each page; Chromium fills in the two classes. */
const PAGE_NUMBER =
  '<div style="width:100%;text-align:center;font:8px sans-serif;color:#555"><span class="pageNumber"></span> / <span class="totalPages"></span></div>'

/**
 * Prints HTML to PDF bytes in a session of its own, without scripts.
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
  // A view in no window: it prints where there is no display at all (--ozone-platform=headless).
  const { webContents } = new WebContentsView({
    webPreferences: { session, sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  })
  try {
    restrictContents(webContents)
    await webContents.loadURL(`${ORIGIN}/report.html`)
    return await webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: PAGE_NUMBER,
    })
  } finally {
    webContents.close()
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
