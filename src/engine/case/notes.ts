/** The analyst's stars and comments: `notes.jsonl`, append-only; the last line about a thing counts. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Note, Ref } from '../../shared/model'

const key = (ref: Ref) => `${ref.kind}\0${ref.id}\0${ref.host ?? ''}`

/** Notes in the order in which their things were first noted; a line that cannot be read is passed over. */
export function readNotes(root: string): Note[] {
  const path = join(root, 'notes.jsonl')
  if (!existsSync(path)) return []
  const last = new Map<string, Note>()
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (!line) continue
    try {
      const note = JSON.parse(line) as Note
      if (typeof note?.ref?.kind === 'string') last.set(key(note.ref), note)
    } catch {
      // A line cut by a crash: the notes before it stand.
    }
  }
  return [...last.values()].filter((n) => n.star || n.comment !== '')
}

export function addNote(root: string, note: Note): void {
  appendFileSync(join(root, 'notes.jsonl'), `${JSON.stringify(note)}\n`)
}
