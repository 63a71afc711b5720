/** The little YAML that ntc-templates' expected results are written in: a list of maps of texts and lists of texts. */
import type { AnyRow } from '../define'

const scalar = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text

/** Rows below `parsed_sample:`. Errors: throws on a line of any other form. */
export function parsedSample(yaml: string): AnyRow[] {
  const rows: Record<string, unknown>[] = []
  let list: string[] | null = null
  for (const line of yaml.split('\n')) {
    if (line.trim() === '' || line === '---' || line === 'parsed_sample:') continue
    const item = /^ {6}- (.*)$/.exec(line)
    if (item && list) {
      list.push(scalar(item[1]!))
      continue
    }
    const field = /^ {2}(- | {2})([\w]+):(?: (.*))?$/.exec(line)
    if (!field) throw new Error(`not the YAML of an expected result: ${line}`)
    if (field[1] === '- ') rows.push({})
    const value = field[3]
    list = value === undefined || value === '' ? [] : null
    rows.at(-1)![field[2]!] = list ?? (value === '[]' ? [] : scalar(value!))
  }
  return rows
}
