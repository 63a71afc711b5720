/**
 * The version of an index: a hash over the definition of every table in it. An index made by definitions that have
 * changed since is told apart without a number that somebody must remember to raise.
 */
import { createHash } from 'node:crypto'
import { MERGED } from '../correlate/merged-schema'
import type { Catalogue } from './reader'
import { columnsDdl, coreDdl, messageDdl, probeDdl } from './schema'

/** 16 hex digits; `product` (the version of Vestigo) makes parsers that read better count as a change too. */
export function indexVersion({ probes, messages }: Pick<Catalogue, 'probes' | 'messages'>, product: string): string {
  const hash = createHash('sha256').update(product)
  const add = (text: string) => hash.update(`\n${text}`)
  for (const ddl of coreDdl()) add(ddl)
  for (const [table, { columns }] of Object.entries(MERGED)) add(`${table} ${columnsDdl(columns)}`)
  for (const [id, { columns }] of probes) add(probeDdl(id, columns))
  for (const [id, { columns }] of messages) for (const ddl of messageDdl(id, columns)) add(ddl)
  return hash.digest('hex').slice(0, 16)
}
