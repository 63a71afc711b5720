import { describe, expect, it } from 'vitest'
import { sawAllOwners } from './owners'
import { portByName } from './port-names'
import { socketState, stateByNumber } from './states'

describe('states', () => {
  it('has one name for what the tools say', () => {
    for (const [printed, name] of [
      ['ESTAB', 'ESTABLISHED'],
      ['SYN-RECV', 'SYN_RECV'],
      ['SYN_RCVD', 'SYN_RECV'],
      ['FIN-WAIT-2', 'FIN_WAIT2'],
      ['FIN_WAIT_2', 'FIN_WAIT2'],
      ['OUÇA', 'LISTEN'],
      ['UNCONN', 'CLOSE'],
    ] as const)
      expect(socketState(printed, 'tcp'), printed).toBe(name)
    expect(socketState('UNCONN', 'udp')).toBe(null)
    expect(socketState('ESTAB', 'unix')).toBe('CONNECTED')
    expect(socketState('LISTENING', 'unix')).toBe('LISTEN')
    expect(socketState('WHATEVER', 'tcp')).toBe(null)
  })
  it('reads the numbers of the kernel', () => {
    expect(stateByNumber(10, true)).toBe('LISTEN')
    expect(stateByNumber(12, true)).toBe('SYN_RECV')
    expect(stateByNumber(7, true)).toBe('CLOSE')
    expect(stateByNumber(7, false)).toBe(null)
    expect(stateByNumber(1, false)).toBe('ESTABLISHED')
    expect(stateByNumber(99, true)).toBe(null)
  })
})

describe('owners', () => {
  it('believes that all owners were visible only when a privileged process is named', () => {
    expect(sawAllOwners([{ pids: [671], served: 22 }])).toBe(true)
    expect(sawAllOwners([{ pids: [1], served: null }])).toBe(true)
    expect(sawAllOwners([{ pids: [4711], served: 8080 }])).toBe(false)
    expect(sawAllOwners([{ pids: [], served: 22 }])).toBe(false)
    expect(sawAllOwners([])).toBe(false)
  })
})

describe('portByName', () => {
  it('knows the names of services, by protocol', () => {
    expect(portByName('ssh', 'tcp6')).toBe(22)
    expect(portByName('syslog', 'udp')).toBe(514)
    expect(portByName('www', 'tcp4')).toBe(80)
    expect(portByName('no-such-name', 'tcp')).toBe(null)
    expect(portByName(null, 'tcp')).toBe(null)
    expect(portByName('ssh', null)).toBe(null)
  })
})
