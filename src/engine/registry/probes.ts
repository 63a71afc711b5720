/** All probes. A module of its own: threads that read logs do without. */
import type { Probe } from '../define'
import { collect, type Found } from './collect'

export const probes = collect<Probe>(
  import.meta.glob(['../probes/*.ts', '!../probes/*.test.ts'], { eager: true }) as Found<Probe>,
)
