/** Makes the languages known to Monaco: tokens, completion, hover, outline, folding, links, fixes, formatting. */
import type { ConfigKind } from '../../shared/config-file'
import type { Completion, Defined } from '../../shared/syslog/assist-complete'
import type { OutlineItem } from '../../shared/syslog/outline'
import type { Edit, Problem, Range } from '../../shared/syslog/tree'
import type { Language } from './define'
import { monaco } from './monaco'

const found = import.meta.glob<{ default: Language }>('./languages/*.ts', { eager: true })
export const LANGUAGES: ReadonlyMap<string, Language> = new Map(
  Object.entries(found).map(([path, module]) => [path.replace(/^.*\/|\.ts$/g, ''), module.default]),
)
export const languageOf = (kind: ConfigKind): Language => LANGUAGES.get(kind) ?? LANGUAGES.get('plain')!

type Model = monaco.editor.ITextModel
const spot = (model: Model, { from, to }: Range): monaco.Range =>
  monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to))
const pathOf = (model: Model): string => model.uri.path
const edited = (model: Model, e: Edit) => ({ range: spot(model, e), text: e.text })

/** What the configuration defines, for completion; set by whoever reads it as a whole. */
let defined: Defined = { templates: [], rulesets: [] }
export const setDefined = (now: Defined): void => {
  defined = now
}
/** Problems on show, for quick fixes. */
const problems = new WeakMap<Model, readonly Problem[]>()
/** Opens an included file; set by the panel. */
let openPath: (pattern: string) => void = () => {}
export const setOpenPath = (open: (pattern: string) => void): void => {
  openPath = open
}

const SEVERITY = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
} as const

export function showProblems(model: Model, list: readonly Problem[]): void {
  problems.set(model, list)
  monaco.editor.setModelMarkers(
    model,
    'vestigo',
    list.map((p) => {
      const { startLineNumber, startColumn, endLineNumber, endColumn } = spot(model, p)
      const message = [p.message, p.why, p.mend].filter(Boolean).join('\n')
      return {
        severity: SEVERITY[p.severity],
        message,
        source: p.check,
        startLineNumber,
        startColumn,
        endLineNumber,
        endColumn,
      }
    }),
  )
}

const COMPLETION: Readonly<Record<Completion['kind'], monaco.languages.CompletionItemKind>> = {
  facility: monaco.languages.CompletionItemKind.EnumMember,
  severity: monaco.languages.CompletionItemKind.EnumMember,
  directive: monaco.languages.CompletionItemKind.Property,
  module: monaco.languages.CompletionItemKind.Module,
  parameter: monaco.languages.CompletionItemKind.Field,
  property: monaco.languages.CompletionItemKind.Variable,
  function: monaco.languages.CompletionItemKind.Function,
  object: monaco.languages.CompletionItemKind.Class,
  template: monaco.languages.CompletionItemKind.Text,
  ruleset: monaco.languages.CompletionItemKind.Interface,
  keyword: monaco.languages.CompletionItemKind.Keyword,
}
const SYMBOL: Readonly<Record<OutlineItem['kind'], monaco.languages.SymbolKind>> = {
  rule: monaco.languages.SymbolKind.Event,
  condition: monaco.languages.SymbolKind.Operator,
  ruleset: monaco.languages.SymbolKind.Namespace,
  template: monaco.languages.SymbolKind.String,
  module: monaco.languages.SymbolKind.Module,
  input: monaco.languages.SymbolKind.Interface,
  setting: monaco.languages.SymbolKind.Property,
  include: monaco.languages.SymbolKind.File,
  block: monaco.languages.SymbolKind.Class,
}

/** The suspect's words appear in messages: shown as text, never as Markdown. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>&~]/g, '\\$&')

function register(id: string, language: Language): void {
  const { languages } = monaco
  languages.register({ id })
  languages.setLanguageConfiguration(id, {
    comments: { lineComment: '#' },
    brackets: [
      ['{', '}'],
      ['(', ')'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '(', close: ')' },
      { open: '"', close: '"' },
    ],
    wordPattern: /[\w$!.-]+/,
  })
  languages.setMonarchTokensProvider(id, {
    ignoreCase: language.ignoreCase ?? false,
    tokenizer: language.tokens as unknown as monaco.languages.IMonarchLanguage['tokenizer'],
  })
  const { complete, hover, outline, folds, includes, format } = language
  if (complete)
    languages.registerCompletionItemProvider(id, {
      triggerCharacters: ['$', '.', ',', ';', ':', '"', '(', '=', '%'],
      provideCompletionItems: (model, position) => ({
        suggestions: complete(model.getValue(), model.getOffsetAt(position), pathOf(model), defined).map((c) => ({
          label: c.label,
          detail: c.detail,
          kind: COMPLETION[c.kind],
          insertText: c.insert,
          range: spot(model, c),
        })),
      }),
    })
  if (hover)
    languages.registerHoverProvider(id, {
      provideHover: (model, position) => {
        const told = hover(model.getValue(), model.getOffsetAt(position), pathOf(model))
        return (
          told && {
            range: spot(model, told),
            contents: [
              { value: `**${plain(told.title)}**` },
              { value: plain(told.text) },
              { value: `_${plain(told.source)}_` },
            ],
          }
        )
      },
    })
  if (outline)
    languages.registerDocumentSymbolProvider(id, {
      provideDocumentSymbols: (model) => {
        const one = (s: OutlineItem): monaco.languages.DocumentSymbol => ({
          name: s.name,
          detail: s.detail,
          kind: SYMBOL[s.kind],
          tags: [],
          range: spot(model, s),
          selectionRange: spot(model, s),
          children: s.children.map(one),
        })
        return outline(model.getValue(), pathOf(model)).map(one)
      },
    })
  if (folds)
    languages.registerFoldingRangeProvider(id, {
      provideFoldingRanges: (model) =>
        folds(model.getValue(), pathOf(model)).flatMap((f) => {
          const { startLineNumber: start, endLineNumber: end } = spot(model, f)
          return end > start ? [{ start, end, ...(f.comment ? { kind: languages.FoldingRangeKind.Comment } : {}) }] : []
        }),
    })
  if (includes)
    languages.registerLinkProvider(id, {
      provideLinks: (model) => ({
        links: includes(model.getValue(), pathOf(model)).map((i) => ({
          range: spot(model, i),
          url: monaco.Uri.from({ scheme: 'vestigo-include', path: i.path }),
          tooltip: 'Open what is included',
        })),
      }),
    })
  if (format)
    languages.registerDocumentFormattingEditProvider(id, {
      provideDocumentFormattingEdits: (model) => format(model.getValue(), pathOf(model)).map((e) => edited(model, e)),
    })
  languages.registerCodeActionProvider(id, {
    provideCodeActions: (model, range) => ({
      actions: (problems.get(model) ?? []).flatMap((p) =>
        monaco.Range.areIntersectingOrTouching(spot(model, p), range)
          ? (p.fixes ?? []).map((fix) => ({
              title: fix.title,
              kind: 'quickfix',
              isPreferred: true,
              edit: {
                edits: fix.edits.map((e) => ({
                  resource: model.uri,
                  versionId: model.getVersionId(),
                  textEdit: edited(model, e),
                })),
              },
            }))
          : [],
      ),
      dispose: () => {},
    }),
  })
}

for (const [id, language] of LANGUAGES) register(id, language)
monaco.editor.registerLinkOpener({
  open: (uri) => {
    // Nothing but includes is a link here: an address in the suspect's file is text.
    if (uri.scheme === 'vestigo-include') openPath(uri.path)
    return true
  },
})
