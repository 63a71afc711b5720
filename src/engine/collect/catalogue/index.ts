/** All steps that a collection may have, most volatile first. */
import { NETWORK } from './network'
import { SYSTEM } from './system'
import { type ProbeSpec, STAGES } from './types'
import { VOLATILE } from './volatile'

export { type ProbeSpec, type Stage, TOPICS_OF } from './types'

const at = (probe: ProbeSpec) => STAGES.indexOf(probe.stage)

export const CATALOGUE: readonly ProbeSpec[] = [...VOLATILE, ...NETWORK, ...SYSTEM].sort((a, b) => at(a) - at(b))
