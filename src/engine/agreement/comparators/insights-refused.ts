import { defineComparator, type Pair } from '../define'

interface Fact {
  readonly fact: string
  readonly op: string
  readonly value: unknown
}
/** What theirs says of an input of which it reads nothing: an empty list, no value, a refusal. */
const nothing = ({ op, value }: Fact): boolean =>
  op === 'raises' || value === null || (Array.isArray(value) && value.length === 0)

/** Damaged inputs that no parser here takes for anything: where theirs reads nothing of them, the two agree. */
export default defineComparator({
  title: 'insights-core on damaged inputs',
  expects: /^(?:host-misc|proc|arp|route)\/insights__.*(?:PROCMOUNT_ERR_DATA|BONDINFO_CORRUPT)\.txt\.facts\.json$/,
  unread: true,
  compare: (input) => {
    const pairs: Pair[] = input.json<{ facts: readonly Fact[] }>().facts.map((f) => ({
      where: 'file',
      field: f.op === 'raises' ? 'refused' : f.fact,
      theirs: 'nothing',
      ours: nothing(f) && input.kind === null ? 'nothing' : 'something',
    }))
    return { pairs }
  },
})
