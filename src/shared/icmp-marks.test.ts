import { expect, it } from 'vitest'
import { meaningOfMark } from './icmp-marks'

it.each([
  ['!H', 'host unreachable'],
  ['!N', 'network unreachable'],
  ['!P', 'protocol unreachable'],
  ['!S', 'source route failed'],
  ['!F', 'fragmentation needed'],
  ['!F-1400', 'takes 1400 bytes'],
  ['!X', 'administratively prohibited'],
  ['!13', 'code 13: communication administratively prohibited'],
  ['!<10>', 'code 10: communication with the host'],
  ['!200', 'code 200'],
  ['!', 'the way back is longer'],
  ['!constructor', 'not a mark that is known'],
])('%s', (mark, words) => expect(meaningOfMark(mark)).toContain(words))
