/** Which evidence files to show. Pure. */
import type { ArtifactInfo } from '../../../shared/model'

export const GROUPS = [
  ['all', 'All', 'Every file'],
  ['parsed', 'Read', 'Files that a parser read'],
  ['gaps', 'With gaps', 'Files with unparsed lines, or cut short'],
  ['kept', 'Kept', 'Files kept and hashed that nothing here reads'],
  ['refused', 'Refused', 'Members that did not come in, or could not be read, with the reason'],
] as const
export type Group = (typeof GROUPS)[number][0]

export const inGroup = (a: ArtifactInfo, group: Group): boolean => {
  switch (group) {
    case 'all':
      return true
    case 'gaps':
      return a.unparsed > 0 || a.truncated !== null
    case 'refused':
      return a.state === 'refused' || a.state === 'failed'
    default:
      return a.state === group
  }
}
export const matches = (a: ArtifactInfo, group: Group, text: string): boolean =>
  inGroup(a, group) && (text === '' || a.path.toLowerCase().includes(text.toLowerCase()))

export const groupOf = (all: readonly ArtifactInfo[]): Record<Group, number> =>
  Object.fromEntries(GROUPS.map(([g]) => [g, all.filter((a) => inGroup(a, g)).length])) as Record<Group, number>
