/**
 * Services that a bundle shows by the paths of its members alone, as links have no lines to read:
 *   etc/rc2.d/S01ssh -> ../init.d/ssh                                      System V init starts ssh in runlevel 2
 *   etc/systemd/system/multi-user.target.wants/cron.service -> ...         systemd starts cron at boot
 * A link that was refused, since it leads out of the bundle, is a path all the same.
 */
import type { Sql } from './json-insert'

const SEEN_BY = 'member_paths'
const SYSV = String.raw`(?:^|/)etc/(?:rc\.d/)?rc[2-5S]\.d/S[0-9]{2,3}([^/]+)$`
const WANTED = String.raw`(?:^|/)(?:etc|run)/systemd/system/[^/]+\.(?:wants|requires|upholds)/([^/]+\.(?:service|socket))$`
/** Above the numbers of all sights that were read, so that what a tool printed comes first. */
const ABOVE = 2 ** 50

/** Enters them as sights, in place of those of an earlier run. */
export async function linkSights(db: Sql): Promise<void> {
  await db.run('DELETE FROM sight_daemon WHERE probe = ?', [SEEN_BY])
  for (const [kind, pattern] of [
    ['sysv', SYSV],
    ['systemd', WANTED],
  ] as const)
    await db.run(
      `INSERT INTO sight_daemon (id, probe, host, capture, artifact, name, kind, enabled, program)
       SELECT ${ABOVE} + id, ?, host, capture, id, regexp_extract(path, ?, 1), ?, true, link_target
       FROM artifacts WHERE regexp_matches(path, ?)`,
      [SEEN_BY, pattern, kind, pattern],
    )
}
