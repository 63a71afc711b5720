/**
 * Monaco, wrapped once: the features that are used, its worker, and a theme made of the window's own colours. Loaded only
 * when an editor is shown; nothing outside this folder knows of it.
 */

import workerUrl from 'monaco-editor/editor/editor.worker.js?worker&url'
import * as monaco from 'monaco-editor/editor.js'
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/caretOperations/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codeAction/register.js'
import 'monaco-editor/features/codeEditor/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/comment/register.js'
import 'monaco-editor/features/contextmenu/register.js'
import 'monaco-editor/features/cursorUndo/register.js'
import 'monaco-editor/features/diffEditor/register.js'
import 'monaco-editor/features/documentSymbols/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/format/register.js'
import 'monaco-editor/features/gotoError/register.js'
import 'monaco-editor/features/gotoLine/register.js'
import 'monaco-editor/features/gotoSymbol/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/lineSelection/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/links/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/quickCommand/register.js'
import 'monaco-editor/features/quickOutline/register.js'
import 'monaco-editor/features/readOnlyMessage/register.js'
import 'monaco-editor/features/smartSelect/register.js'
import 'monaco-editor/features/snippet/register.js'
import 'monaco-editor/features/suggest/register.js'
// The list itself: the feature's own entry brings only the part in the line.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/features/tokenization/register.js'
import 'monaco-editor/features/unicodeHighlighter/register.js'
import 'monaco-editor/features/wordHighlighter/register.js'
import 'monaco-editor/features/wordOperations/register.js'

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): URL }
}

/** The page's policy lets a script's address be made here only, and only this one. */
function workerAddress(): string | URL {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  const allow = (url: string) => {
    if (url !== workerUrl) throw new Error('not the editor’s worker')
    return url
  }
  return types ? types.createPolicy('editor-worker', { createScriptURL: allow }).createScriptURL(workerUrl) : workerUrl
}
let address: string | URL | null = null
;(globalThis as { MonacoEnvironment?: unknown }).MonacoEnvironment = {
  getWorker: () => {
    address ??= workerAddress()
    return new Worker(address, { type: 'module', name: 'editor' })
  },
}

const THEME = 'vestigo'
const hex = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Colours of the window as the editor's: what means something there means the same here. */
export function applyTheme(): void {
  const rule = (token: string, colour: string, fontStyle = '') => ({
    token,
    foreground: hex(colour).slice(1),
    fontStyle,
  })
  monaco.editor.defineTheme(THEME, {
    base: document.documentElement.dataset['theme'] === 'light' ? 'vs' : 'vs-dark',
    inherit: true,
    rules: [
      rule('', '--fg'),
      rule('comment', '--fg-3', 'italic'),
      rule('keyword', '--accent'),
      rule('type', '--sev-5'),
      rule('string', '--good'),
      rule('string.escape', '--warn'),
      rule('number', '--sev-3'),
      rule('variable', '--examiner'),
      rule('attribute', '--fg-2'),
      rule('tag', '--sev-3'),
      rule('delimiter', '--fg-2'),
      rule('invalid', '--bad'),
    ],
    colors: {
      'editor.background': hex('--bg'),
      'editor.foreground': hex('--fg'),
      'editorLineNumber.foreground': hex('--fg-3'),
      'editorLineNumber.activeForeground': hex('--fg'),
      'editor.lineHighlightBackground': hex('--hover'),
      'editor.selectionBackground': hex('--select'),
      'editorWidget.background': hex('--bg-2'),
      'editorWidget.border': hex('--line-2'),
      'editorSuggestWidget.foreground': hex('--fg'),
      'editorSuggestWidget.selectedBackground': hex('--select'),
      'editorHoverWidget.background': hex('--bg-2'),
      'editorHoverWidget.border': hex('--line-2'),
      'editorError.foreground': hex('--bad'),
      'editorWarning.foreground': hex('--warn'),
      'editorInfo.foreground': hex('--accent'),
      focusBorder: hex('--accent'),
    },
  })
  monaco.editor.setTheme(THEME)
}
applyTheme()
new MutationObserver(applyTheme).observe(document.documentElement, { attributeFilter: ['data-theme'] })

export { monaco }
