/**
 * What a capture could not see, tied to the tables that it concerns, so that each table and finding can say it beside
 * itself: absent is not clean.
 */

/** Merged tables by their name; `logs` is the timeline's log events and what log messages say. */
export const TOPICS = [
  'sockets',
  'processes',
  'open_files',
  'interfaces',
  'routes',
  'neighbours',
  'hops',
  'logins',
  'accounts',
  'service_names',
  'scheduled_jobs',
  'daemons',
  'logs',
  'packages',
  'services',
  'containers',
  'file_system',
  'configuration',
  /** The machine itself: hardware, storage, memory, kernel. */
  'machine',
] as const
export type Topic = (typeof TOPICS)[number]

export interface Limit {
  /** One sentence for people. */
  readonly says: string
  /** The tables that it concerns; empty when it concerns everything in the capture. */
  readonly about: readonly Topic[]
}
/** As importers and probes write it: a bare sentence concerns everything. */
export type LimitDraft = string | Limit

export const limitOf = (draft: LimitDraft): Limit => (typeof draft === 'string' ? { says: draft, about: [] } : draft)

/** Each sentence once; what is said of several tables in turn is said of all of them. */
export function mergeLimits(drafts: readonly LimitDraft[]): Limit[] {
  const out = new Map<string, Limit>()
  for (const { says, about } of drafts.map(limitOf)) {
    const known = out.get(says)
    const all = known && (known.about.length === 0 || about.length === 0)
    out.set(says, { says, about: all ? [] : [...new Set([...(known?.about ?? []), ...about])] })
  }
  return [...out.values()]
}

/** Those that concern any of the topics; the ones that name a topic come before those that concern everything. */
export function limitsAbout(limits: readonly Limit[], topics: readonly Topic[]): Limit[] {
  const named = limits.filter((l) => l.about.some((t) => topics.includes(t)))
  return [...named, ...limits.filter((l) => l.about.length === 0)]
}
