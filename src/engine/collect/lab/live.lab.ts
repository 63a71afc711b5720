/** Watching the suspect: samples with their differences, logs as they grow, and an end at once. */
import { describe, expect, it } from 'vitest'
import type { LiveSample } from '../../../shared/collect'
import { host, inHost, LAB, labIt, rows, timeline, withBench } from './lab'

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const until = async (ready: () => boolean | Promise<boolean>, seconds: number) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await wait(100)) if (await ready()) return
  throw new Error('it did not come')
}

describe('watching', () => {
  it('repeats a step and tells what changed, until it is stopped', () =>
    withBench(async (b) => {
      const stop = new AbortController()
      const request = { host: host(), probes: ['sockets'], every: 1, follow: [] }
      const watching = b.ask.watch(request, { signal: stop.signal })
      await until(() => b.samples.length >= 3, 30)
      stop.abort()
      const report = await watching
      expect(report.rounds).toBeGreaterThanOrEqual(3)
      expect(report.captures).toHaveLength(1)
      expect(b.samples[0]).toMatchObject({
        probe: 'sockets',
        round: 1,
        changes: [],
        fault: null,
      } satisfies Partial<LiveSample>)
      expect(b.samples[0]!.items).toBeGreaterThan(0)
      const ran = (await rows(b, 'collect_footprint')).filter((r) => r['kind'] === 'command')
      expect(ran.length).toBeGreaterThanOrEqual(3)
    }))

  labIt('shows a listener that comes, and counters that grow', () =>
    withBench(async (b) => {
      const stop = new AbortController()
      const request = {
        host: host('triage', { privilege: 'sudo' as const }),
        probes: ['sockets', 'protocol-counters'],
        every: 1,
        follow: [],
      }
      const watching = b.ask.watch(request, { signal: stop.signal })
      await until(() => b.samples.filter((s) => s.probe === 'sockets').length >= 2, 30)
      inHost('suspect', 'setsid nc -l 0.0.0.0 5555 > /dev/null 2>&1 < /dev/null & sleep 0.1')
      const changes = () => b.samples.flatMap((s) => s.changes)
      await until(() => changes().some((c) => c.kind === 'came' && c.item.includes(' 5555')), 30)
      await until(
        () => changes().some((c) => c.kind === 'changed' && c.field === 'value' && Number(c.after) > Number(c.before)),
        30,
      )
      stop.abort()
      await watching
      inHost('suspect', 'pkill -f "nc -l 0.0.0.0 555[5]"; true')
    }),
  )

  labIt('follows a log into the timeline, and leaves no tail behind', () =>
    withBench(async (b) => {
      inHost('suspect', 'echo "2026-01-02T03:04:05+00:00 suspect app[7]: before" > /var/log/live.log')
      const stop = new AbortController()
      const request = {
        host: host('triage', { privilege: 'sudo' as const }),
        probes: [],
        every: 5,
        follow: ['/var/log/live.log'],
      }
      const watching = b.ask.watch(request, { signal: stop.signal })
      const say = (text: string) =>
        inHost('suspect', `echo "2026-01-02T03:04:06+00:00 suspect app[7]: ${text}" >> /var/log/live.log`)
      await until(() => inHost('suspect', 'pgrep -f "tail -n 0 -[F]" || true') !== '', 30)
      await wait(500)
      say('first while watched')
      await until(async () => (await timeline(b)).some((e) => e.text === 'first while watched'), 60)
      say('second while watched')
      // tail looks once a second where it is not told of changes.
      await wait(1500)
      stop.abort()
      const report = await watching
      expect(report.lines).toBe(2)
      const texts = (await timeline(b)).map((e) => e.text)
      expect(texts).toContain('second while watched')
      expect(texts).not.toContain('before')
      await until(() => inHost('suspect', 'pgrep -f "tail -n 0 -[F]" || true') === '', 15)
      inHost('suspect', 'rm /var/log/live.log')
    }),
  )

  it('refuses what cannot be watched', () =>
    withBench(async (b) => {
      const signal = new AbortController().signal
      const of = (more: object) => b.ask.watch({ host: host(), probes: [], every: 5, follow: [], ...more }, { signal })
      await expect(of({})).rejects.toThrow(/nothing to repeat/)
      await expect(of({ probes: ['nope'] })).rejects.toThrow(/no step "nope"/)
      await expect(of({ follow: ['relative'] })).rejects.toThrow(/no absolute path/)
      await expect(of({ probes: ['sockets'], every: 0 })).rejects.toThrow(/from 1 second/)
      expect(LAB.suspect.port).toBeGreaterThan(0)
    }))
})
