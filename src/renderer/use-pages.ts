/** A long list by pages: what is on show is fetched, what was on show stays until its successor is there. */
import { useEffect, useRef, useState } from 'react'
import { type FaultData, faultData } from '../shared/fault'
import { useShown } from './panel'
import { useSession } from './session'

export interface Page<T> {
  readonly rows: readonly T[]
  readonly total: number
}
export interface Pages<T> {
  readonly total: number | null
  readonly row: (index: number) => T | undefined
  /** Says which rows are on show; fetches their pages. */
  readonly want: (first: number, last: number) => void
  readonly stale: boolean
  readonly fault: FaultData | null
  readonly again: () => void
}

const PAGE = 200
const KEPT = 40

interface Book<T> {
  readonly key: string
  readonly pages: Map<number, readonly T[]>
  readonly asked: Map<number, AbortController>
  total: number | null
  /** Pages that failed: not asked for again until somebody says so. */
  readonly failed: Set<number>
}

export function usePages<T>(
  key: string | null,
  fetchPage: (first: number, count: number, signal: AbortSignal) => Promise<Page<T>>,
): Pages<T> {
  const [, redraw] = useState(0)
  const [fault, setFault] = useState<FaultData | null>(null)
  const shownBook = useRef<Book<T> | null>(null)
  const nextBook = useRef<Book<T> | null>(null)
  const range = useRef({ first: 0, last: 60 })
  const latest = useRef(fetchPage)
  latest.current = fetchPage
  const shown = useShown()
  const up = useSession((s) => s.engine.up)

  const load = useRef((book: Book<T>, page: number) => {
    if (book.pages.has(page) || book.asked.has(page) || book.failed.has(page)) return
    const controller = new AbortController()
    book.asked.set(page, controller)
    latest.current(page * PAGE, PAGE, controller.signal).then(
      (answer) => {
        book.asked.delete(page)
        if (controller.signal.aborted) return
        book.pages.set(page, answer.rows)
        book.total = answer.total
        for (const old of book.pages.keys()) {
          if (book.pages.size <= KEPT) break
          if (Math.abs(old - page) > 3) book.pages.delete(old)
        }
        if (nextBook.current === book) shownBook.current = book
        setFault(null)
        redraw((n) => n + 1)
      },
      (error: unknown) => {
        book.asked.delete(page)
        const data = faultData(error)
        if (controller.signal.aborted || data.code === 'cancelled') return
        book.failed.add(page)
        if (nextBook.current === book) setFault(data)
      },
    )
  })
  const pull = useRef(() => {
    const book = nextBook.current
    if (!book) return
    const end = book.total === null ? range.current.last : Math.min(range.current.last, book.total - 1)
    const from = Math.floor(Math.max(0, Math.min(range.current.first, end)) / PAGE)
    const to = Math.floor(Math.max(0, end) / PAGE)
    // Pages that scrolled away before they came are not worth their query.
    for (const [page, controller] of book.asked)
      if (page < from - 1 || page > to + 1) {
        controller.abort()
        book.asked.delete(page)
      }
    for (let page = from; page <= to; page++) load.current(book, page)
  })

  useEffect(() => {
    if (key === null) {
      nextBook.current = null
      shownBook.current = null
      redraw((n) => n + 1)
      return
    }
    // Hidden, or without an engine: what is there stays.
    if (!shown || !up || nextBook.current?.key === key) return
    for (const controller of nextBook.current?.asked.values() ?? []) controller.abort()
    nextBook.current = { key, pages: new Map(), asked: new Map(), total: null, failed: new Set() }
    pull.current()
    redraw((n) => n + 1)
  }, [key, shown, up])
  useEffect(
    () => () => {
      for (const controller of nextBook.current?.asked.values() ?? []) controller.abort()
      nextBook.current?.asked.clear()
    },
    [],
  )

  const book = shownBook.current
  return {
    total: book?.total ?? null,
    row: (index) => shownBook.current?.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    want: (first, last) => {
      range.current = { first, last }
      if (up) pull.current()
    },
    stale: key !== null && nextBook.current !== shownBook.current,
    fault,
    again: () => {
      nextBook.current?.failed.clear()
      setFault(null)
      pull.current()
    },
  }
}
