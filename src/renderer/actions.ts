/** What one can do with a thing or a value from anywhere. */
import type { Filter, Ref } from '../shared/model'
import type { Instant } from '../shared/time'
import { api } from './api'
import { openBeside, openPanel } from './dock'
import { getState, patchFilter, setState, toast } from './session'
import { inertString } from './ui/inert'

export function showRaw(artifact: number, off: number, len: number): void {
  setState({ raw: { artifact, off, len } })
  openBeside('raw')
}

/** The first line that proves a thing. */
export async function showRawOf(ref: Ref): Promise<void> {
  try {
    const { proofs } = await api.engine.inspect({ ref })
    const proof = proofs[0]
    if (proof) showRaw(proof.artifact, proof.off, proof.len)
    else toast('No line of the evidence stands behind this', true)
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), true)
  }
}

/** The timeline with only what is tied to a thing; a program is filtered by its name. */
export function showInTimeline(ref: Ref): void {
  const base: Partial<Filter> = {
    text: '',
    severity: null,
    programs: [],
    kinds: [],
    from: null,
    to: null,
    entity: null,
  }
  if (ref.kind === 'program') patchFilter({ ...base, programs: [ref.id] })
  else if (ref.kind === 'host') patchFilter({ ...base, hosts: [Number(ref.id)] })
  else patchFilter({ ...base, entity: ref })
  openPanel('timeline')
}

export function goTo(ts: Instant): void {
  setState({ goto: { ts } })
  openPanel('timeline')
}

export const filterBy = (ref: Ref): void =>
  ref.kind === 'program'
    ? patchFilter({ programs: [...new Set([...getState().filter.programs, ref.id])] })
    : patchFilter({ entity: ref })

/** What goes to the clipboard is what is on show: controls as symbols, so that pasting into a terminal runs nothing. */
export async function copy(text: string, what: string): Promise<void> {
  const safe = text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(inertString).join('\t'))
    .join('\n')
  try {
    await navigator.clipboard.writeText(safe)
    toast(`${what} copied`)
  } catch {
    toast('The clipboard cannot be written', true)
  }
}
