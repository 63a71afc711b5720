import { describe, expect, it } from 'vitest'
import { ipv6Text, isIPv4, isIPv6, macText, prefixOf, splitEndpoint } from './addresses'

describe('splitEndpoint', () => {
  it.each([
    ['0.0.0.0:22', '0.0.0.0', 22, null, null],
    ['*:22', '*', 22, null, null],
    ['*:*', '*', null, null, null],
    ['[::]:22', '::', 22, null, null],
    [':::22', '::', 22, null, null],
    ['::1:6010', '::1', 6010, null, null],
    ['::ffff:1.2.3.4:22', '::ffff:1.2.3.4', 22, null, null],
    ['[::ffff:1.2.3.4]:22', '::ffff:1.2.3.4', 22, null, null],
    ['fe80::1%eth0:546', 'fe80::1', 546, null, 'eth0'],
    ['[fe80::1]%eth0:546', 'fe80::1', 546, null, 'eth0'],
    ['[fe80::1%eth0]:546', 'fe80::1', 546, null, 'eth0'],
    ['127.0.0.53%lo:53', '127.0.0.53', 53, null, 'lo'],
    ['10.0.0.1.22', '10.0.0.1', 22, null, null],
    ['fe80::1%lo0.123', 'fe80::1', 123, null, 'lo0'],
    ['*.ssh', '*', null, 'ssh', null],
    ['localhost.localdoma:ssh', 'localhost.localdoma', null, 'ssh', null],
    ['web01.example.:http-alt', 'web01.example.', null, 'http-alt', null],
  ])('%s', (text, address, port, service, zone) => {
    expect(splitEndpoint(text)).toEqual({ address, port, service, zone })
  })
  it.each(['', '22', '[::1]', '10.0.0.1:70000', 'a b:22', '10.0.0.1:'])('refuses %j', (text) => {
    expect(splitEndpoint(text)).toBe(null)
  })
})

describe('addresses', () => {
  it('knows IPv6 in its notations', () => {
    for (const yes of ['::', '::1', 'fe80::1', '2001:db8:1:2:3:4:5:6', '::ffff:1.2.3.4', '1::8', '64:ff9b::1.2.3.4'])
      expect(isIPv6(yes), yes).toBe(true)
    for (const no of [
      '',
      ':',
      ':::',
      '1:2:3',
      '1::2::3',
      '12345::',
      '1:2:3:4:5:6:7:8:9',
      'fe80::1%eth0',
      '::1.2.3',
      'a.b',
    ])
      expect(isIPv6(no), no).toBe(false)
    expect(isIPv4('256.1.1.1')).toBe(false)
    expect(isIPv4('10.0.0.1')).toBe(true)
  })
  it('writes IPv6 as RFC 5952 says', () => {
    expect(ipv6Text([0, 0, 0, 0, 0, 0, 0, 0])).toBe('::')
    expect(ipv6Text([0, 0, 0, 0, 0, 0, 0, 1])).toBe('::1')
    expect(ipv6Text([0x2001, 0xdb8, 0, 1, 0, 0, 0, 1])).toBe('2001:db8:0:1::1')
    expect(ipv6Text([1, 0, 2, 3, 4, 5, 6, 7])).toBe('1:0:2:3:4:5:6:7')
    expect(ipv6Text([0, 0, 0, 0, 0, 0xffff, 0x0102, 0x0304])).toBe('::ffff:1.2.3.4')
  })
  it('reads netmasks, and refuses those with holes', () => {
    expect(prefixOf('255.255.255.0')).toBe(24)
    expect(prefixOf('0xffffff80')).toBe(25)
    expect(prefixOf('ff000000')).toBe(8)
    expect(prefixOf('0.0.0.0')).toBe(0)
    expect(prefixOf('255.255.255.255')).toBe(32)
    expect(prefixOf('255.0.255.0')).toBe(null)
    expect(prefixOf(null)).toBe(null)
  })
  it('writes link addresses with two digits each', () => {
    expect(macText('0:4:ED:66:13:cc')).toBe('00:04:ed:66:13:cc')
    expect(macText('e2.69.92.64.40.2')).toBe('e2:69:92:64:40:02')
    expect(macText('lo0')).toBe(null)
    expect(macText('10.0.0.1')).toBe(null)
  })
})
