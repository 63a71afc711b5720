/** The texts of a set of files: as they were captured, and as they are edited here. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { api } from '../../api'
import { useKeyed } from '../../use-call'
import type { FileSet } from './sets'

/** Files beyond this are listed, and read when they are opened only. */
const AT_ONCE = 200

export interface Texts {
  readonly original: ReadonlyMap<string, string>
  readonly now: ReadonlyMap<string, string>
  readonly edit: (path: string, text: string) => void
  /** As `edit`, from outside of the editor. */
  readonly replace: (path: string, text: string) => void
  readonly takeBack: (path: string) => void
  /** Grows when a text changed otherwise than by `edit`. */
  readonly revision: number
  readonly fault: ReturnType<typeof useKeyed>['fault']
  readonly loading: boolean
}
const NONE: ReadonlyMap<string, string> = new Map()

export function useTexts(set: FileSet): Texts {
  const [edits, setEdits] = useState<ReadonlyMap<string, string>>(NONE)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another set begins without edits
  useEffect(() => setEdits(NONE), [set.id])
  const { data, fault, stale } = useKeyed(`texts ${set.id}`, async (signal) => {
    const read = set.files
      .slice(0, AT_ONCE)
      .map(async (f) => [f.path, await api.engine.configText({ artifact: f.artifact }, { signal })] as const)
    return { id: set.id, texts: new Map(await Promise.all(read)) as ReadonlyMap<string, string> }
  })
  const original = data?.id === set.id ? data.texts : NONE
  const now = useMemo(() => new Map([...original, ...edits]), [original, edits])
  const edit = useCallback(
    (path: string, text: string) =>
      setEdits((old) => {
        const next = new Map(old)
        if (text === original.get(path)) next.delete(path)
        else next.set(path, text)
        return next
      }),
    [original],
  )
  const [revision, setRevision] = useState(0)
  const takeBack = useCallback((path: string) => {
    setEdits((old) => new Map([...old].filter(([p]) => p !== path)))
    setRevision((n) => n + 1)
  }, [])
  const replace = useCallback(
    (path: string, text: string) => {
      edit(path, text)
      setRevision((n) => n + 1)
    },
    [edit],
  )
  return { original, now, edit, replace, takeBack, revision, fault, loading: stale || data?.id !== set.id }
}
