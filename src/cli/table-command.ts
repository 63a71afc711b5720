/** The commands that show one of the case's tables: sockets, processes, files. */
import { inert } from '../shared/inert'
import { limitsAbout } from '../shared/limits'
import type { ColumnInfo } from '../shared/model'
import { wholeNumber } from './argv'
import { type Command, defineCommand } from './command'
import { GOOD } from './exit'
import { type Engine, withCase } from './open-case'
import { type Column, tableLines } from './table'
import { cellText, jsonArray, nouns, rowObject } from './words'

interface Shown extends Column {
  /** Name of the column, or several joined with `:` (address and port). */
  readonly from: string | readonly string[]
}

interface TableCommand {
  readonly order: number
  readonly table: string
  readonly summary: string
  readonly columns: readonly Shown[]
  readonly sort: string
}

const PAGE = 500

async function rowsOf(engine: Engine, table: string, text: string | null, sort: string, limit: number | null) {
  const rows: (readonly (string | number | boolean | null | readonly string[])[])[] = []
  let columns: readonly ColumnInfo[] = []
  let total = 0
  for (;;) {
    const count = limit === null ? PAGE : Math.min(PAGE, limit - rows.length)
    const page = await engine.rows({ table, sort, first: rows.length, count, ...(text === null ? {} : { text }) })
    columns = page.columns
    total = page.total
    rows.push(...page.rows)
    if (page.rows.length === 0 || rows.length >= total || (limit !== null && rows.length >= limit)) break
  }
  return { rows, columns, total }
}

export const tableCommand = ({ order, table, summary, columns: shown, sort }: TableCommand): Command =>
  defineCommand({
    order,
    summary,
    usage: '<case> [--grep <text>] [--limit <n>] [--json]',
    words: [1, 1],
    options: {
      grep: { value: '<text>', about: 'only rows that hold this text in any column' },
      limit: { value: '<n>', about: 'at most so many rows' },
      json: { value: null, about: 'all columns, as a JSON array' },
    },
    run: (given, io) => {
      const limit = wholeNumber(given.text('limit'), '--limit')
      return withCase(given.words[0]!, io, async (engine) => {
        const there = (await engine.tables({})).find((t) => t.name === table)
        const { rows, columns, total } = there
          ? await rowsOf(engine, table, given.text('grep'), sort, limit)
          : { rows: [], columns: [], total: 0 }
        // Beside the rows, on the other stream: what reads the rows is not disturbed.
        const captures = (await engine.caseInfo({}))?.captures ?? []
        const tellLimits = () => {
          for (const { blind, source } of captures)
            for (const { says } of limitsAbout(blind, there?.topics ?? []))
              io.say(inert(`could not see${captures.length > 1 ? ` (${source})` : ''}: ${says}`))
        }
        if (given.flag('json')) {
          await io.write(jsonArray(rows.map((row) => rowObject(columns, row))))
          tellLimits()
          return GOOD
        }
        if (rows.length === 0) io.say(there && given.text('grep') ? 'no such row' : 'nothing of this kind was captured')
        const text = (row: (typeof rows)[number], name: string) => {
          const i = columns.findIndex((c) => c.name === name)
          if (i < 0) return ''
          const shown = cellText(row[i] ?? null, columns[i]!.type)
          if (name !== 'started' || shown === '') return shown
          // Old start times are known to the day only: no more is shown than is known.
          const error = row[columns.findIndex((c) => c.name === 'started_error')]
          return typeof error === 'number' && error >= 3600 ? shown.slice(0, 10) : shown
        }
        const cells = rows.map((row) =>
          shown.map(({ from }) => {
            if (typeof from === 'string') return text(row, from)
            const parts = from.map((name) => text(row, name))
            return parts.every((p) => p === '') ? '' : parts.map((p) => p || '*').join(':')
          }),
        )
        const lines =
          rows.length === 0 ? [] : tableLines(shown, cells, { width: io.width, head: (t) => io.paint(t, 'bold') })
        for (const line of lines) await io.line(line)
        if (rows.length < total) io.say(`${nouns(rows.length, 'row')} of ${total}`)
        tellLimits()
        return GOOD
      })
    },
  })
