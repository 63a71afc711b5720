import { describe, expect, it } from 'vitest'
import { hidden, kernelListeners, listenersOf, pidNames, pidsOf } from './compare'

const view = (name: string, ...ids: string[]) => ({ name, items: new Map(ids.map((id) => [id, ''])) })

describe('views compared', () => {
  it('call hidden only what was there before and after', () => {
    const before = view('sftp', '1', '232', '500')
    const after = view('sftp', '1', '232', '600')
    const found = hidden('process', before, [view('ps', '1'), view('ls', '1', '232')], after)
    expect(found).toEqual([{ subject: 'process', id: '232', label: '', seen: ['sftp', 'ls'], missing: ['ps'] }])
    expect(hidden('process', before, [view('ps', '1', '232', '500')], after)).toEqual([])
  })

  it('read the forms of each program', () => {
    expect([...pidsOf('  PID TTY\n    1 ?  init\n  232 updaterd -l\n')]).toEqual([
      ['1', '?  init'],
      ['232', 'updaterd -l'],
    ])
    expect([...pidNames(['1', 'self', '232', 'net']).keys()]).toEqual(['1', '232'])
    const ss =
      'Netid State\ntcp   LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nudp   UNCONN 0 0 [::]:514 [::]:*\nu_str LISTEN 0 0 /run/x 1 * 0\n'
    expect([...listenersOf(ss).keys()]).toEqual(['tcp/22', 'udp/514'])
    const netstat =
      'Proto Recv-Q Send-Q Local Address Foreign Address State\ntcp6       0      0 :::22      :::*   LISTEN\n'
    expect([...listenersOf(netstat).keys()]).toEqual(['tcp/22'])
    const kernel =
      '  sl  local_address rem_address   st\n   0: 00000000:7A69 00000000:0000 0A 00000000:00000000 00:00000000\n   1: 0100007F:0016 0100007F:1234 01 0:0\n'
    expect([...kernelListeners('tcp', kernel).keys()]).toEqual(['tcp/31337'])
    expect([...kernelListeners('udp', '  10: 00000000:0202 00000000:0000 07 0:0\n').keys()]).toEqual(['udp/514'])
  })
})
