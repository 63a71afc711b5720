import { resolve } from 'node:path'

export interface Arguments {
  /** Absolute path of a bundle or case to open; null when none was given. */
  readonly open: string | null
  /** Print this HTML file to this PDF without a window, then exit. */
  readonly print: { readonly html: string; readonly pdf: string } | null
  /** What is wrong with the command line; null when nothing is. */
  readonly problem: string | null
}

/**
 * Reads the command line. `argv` is the process's; run from a checkout (`electron <app folder> ...`) its second word is
 * the app. Words with a dash are Chromium's or a test driver's and may stand anywhere, even before the app's folder.
 */
export function readArguments(argv: readonly string[], fromCheckout: boolean, cwd: string): Arguments {
  const rest = argv.slice(1)
  const words = rest.filter((word) => !word.startsWith('-')).slice(fromCheckout ? 1 : 0)
  if (rest.includes('--print-pdf')) {
    const [html, pdf, ...more] = words
    if (!html || !pdf || more.length > 0)
      return { open: null, print: null, problem: 'usage: --print-pdf <in.html> <out.pdf>' }
    return { open: null, print: { html: resolve(cwd, html), pdf: resolve(cwd, pdf) }, problem: null }
  }
  return { open: words[0] ? resolve(cwd, words[0]) : null, print: null, problem: null }
}
