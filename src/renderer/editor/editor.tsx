/** An editor for one file of several: each keeps its own text, undo steps and place. */
import { useEffect, useRef } from 'react'
import type { ConfigKind } from '../../shared/config-file'
import type { Problem } from '../../shared/syslog/tree'
import { showProblems } from './languages'
import { monaco } from './monaco'

export interface EditorProps {
  /** Tells one set of files from another. */
  readonly set: string
  readonly path: string
  readonly kind: ConfigKind
  readonly value: string
  /** Grows when the text is changed by something else than typing in this editor. */
  readonly revision: number
  readonly problems: readonly Problem[]
  readonly onChange: (text: string) => void
  /** A place to go to; a new object each time. */
  readonly goto: { readonly at: number } | null
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  fontFamily: '"JetBrains Mono", ui-monospace, monospace',
  fontSize: 12.5,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderWhitespace: 'selection',
  unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true, nonBasicASCII: true },
  wordBasedSuggestions: 'off',
  smoothScrolling: false,
  cursorBlinking: 'solid',
  fixedOverflowWidgets: true,
  ariaLabel: 'Configuration file',
}

const uriOf = (set: string, path: string) => monaco.Uri.from({ scheme: 'vestigo', authority: set, path })
const states = new Map<string, monaco.editor.ICodeEditorViewState | null>()

export function Editor({ set, path, kind, value, revision, problems, onChange, goto }: EditorProps) {
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null)
  const change = useRef(onChange)
  change.current = onChange
  useEffect(() => {
    const made = monaco.editor.create(box.current!, { ...OPTIONS, model: null })
    editor.current = made
    const off = made.onDidChangeModelContent(() => change.current(made.getValue()))
    return () => {
      off.dispose()
      made.dispose()
      editor.current = null
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the model's own once it is there
  useEffect(() => {
    const made = editor.current!
    const uri = uriOf(set, path)
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(value, kind, uri)
    made.setModel(model)
    const state = states.get(uri.toString())
    if (state) made.restoreViewState(state)
    return () => {
      states.set(uri.toString(), made.saveViewState())
    }
  }, [set, path, kind])
  // What is typed comes back as `value` a moment later, when more may have been typed: it is not put in again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is what says that the text is another's
  useEffect(() => {
    const model = monaco.editor.getModel(uriOf(set, path))
    if (model && model.getValue() !== value)
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null)
  }, [revision])
  useEffect(() => {
    const model = monaco.editor.getModel(uriOf(set, path))
    if (model) showProblems(model, problems)
  }, [set, path, problems])
  useEffect(() => {
    const made = editor.current
    const model = made?.getModel()
    if (!goto || !made || !model) return
    const position = model.getPositionAt(goto.at)
    made.setPosition(position)
    made.revealPositionInCenterIfOutsideViewport(position)
    made.focus()
  }, [goto])
  return <div className="editor" data-testid="editor" ref={box} />
}

/** Two texts side by side, or in one column where there is little room. Nothing can be typed. */
export function DiffView({
  before,
  after,
  kind,
}: {
  readonly before: string
  readonly after: string
  readonly kind: ConfigKind
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const made = monaco.editor.createDiffEditor(box.current!, {
      ...OPTIONS,
      readOnly: true,
      originalEditable: false,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      originalAriaLabel: 'Before',
      modifiedAriaLabel: 'After',
    })
    const models = {
      original: monaco.editor.createModel(before, kind),
      modified: monaco.editor.createModel(after, kind),
    }
    made.setModel(models)
    return () => {
      made.dispose()
      models.original.dispose()
      models.modified.dispose()
    }
  }, [before, after, kind])
  return <div className="editor" data-testid="diff" ref={box} />
}
