/** Reachability in the lab: a way with hops behind a slow link, ports that answer and ports that do not. */
import { describe, expect, it } from 'vitest'
import { readPorts } from '../reach'
import { findings, host, LAB, labIt, rows, withBench } from './lab'

describe('reachability', () => {
  labIt('is seen from both sides, hop by hop, and the outside is compared with what the host lists', () => {
    return withBench(async (b) => {
      const far = LAB.addresses!['far']!
      const [h] = (
        await b.collect({
          hosts: [host('triage', { privilege: 'sudo' })],
          reach: { targets: [far], ports: '20-25,81' },
        })
      ).hosts
      expect(h!.state).toBe('done')
      const hops = await rows(b, 'hops')
      const there = hops.filter((r) => r['target'] === far)
      expect(there.some((r) => r['address'] === LAB.addresses!['r1'])).toBe(true)
      expect(there.find((r) => r['address'] === far && r['hop'] === 4)?.['rtt_avg']).toBeGreaterThan(30_000)
      expect(hops.some((r) => r['target'] === LAB.suspect.address)).toBe(true)
      const ports = new Map((await rows(b, 'collect_connects')).map((r) => [r['port'], [r['claimed'], r['result']]]))
      expect(ports.get(22)).toEqual([true, 'open'])
      expect(ports.get(31337)).toEqual([true, 'open'])
      expect(ports.get(81)).toEqual([false, 'refused'])
      expect((await findings(b)).filter((f) => f.rule === 'port_not_listed')).toEqual([])
      const commands = (await rows(b, 'collect_footprint')).filter((r) => r['kind'] === 'probe').map((r) => r['what'])
      expect(commands.join('\n')).toMatch(/ping -n -c 5 10\.77\.0\.10/)
    })
  })

  it('tries no more ports than it says, and refuses what are none', () => {
    expect(readPorts('22, 80-82')).toEqual([22, 80, 81, 82])
    for (const text of ['0', '1-70000', '9-1', 'x', '1-5000']) expect(() => readPorts(text)).toThrow()
    expect(LAB.suspect.port).toBeGreaterThan(0)
  })
})
