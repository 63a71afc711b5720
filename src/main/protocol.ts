import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol, type Session } from 'electron'
import { fileOf, HOST, SCHEME } from './renderer-files'

export const ORIGIN = `${SCHEME}://${HOST}`

/** Nothing but the app's own files; style attributes are needed by the table and docking parts, which place by style. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No string becomes markup or script, whoever wrote the code that tries: the suspect's text stays text.
  "require-trusted-types-for 'script'",
  // The editor's own makers of markup, by name, and ours for the address of its worker; no one else's, and no default.
  'trusted-types editor-worker defaultWorkerFactory diffEditorWidget diffReview domLineBreaksComputer dompurify editorGhostText editorViewLayer richScreenReaderContent standaloneColorizer stickyScrollViewLayer tokenizeToString',
].join('; ')

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/** Must run before the app is ready. */
export const declareScheme = () =>
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])

const refuse = (status: number) => new Response(null, { status })

/** Serves the built page from `root` to a session. */
export function serveRenderer(session: Session, root: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const file = fileOf(root, request.url)
    if (file === null) return refuse(404)
    const bytes = await readFile(file).catch(() => null)
    if (bytes === null) return refuse(404)
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    })
  })
}
