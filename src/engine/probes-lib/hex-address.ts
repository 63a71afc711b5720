/** Addresses as files of /proc/net print them: hexadecimal without separators. */
import { ipv6Text } from './addresses'
import { hexAt } from './scan'

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7]

/** 32 digits in network order, as igmp6, if_inet6 and ipv6_route print an address. */
export const hexIPv6 = (digits: string): string => ipv6Text(EIGHT.map((i) => hexAt(digits, i * 4, i * 4 + 4)))

/** Eight digits of a word in the byte order of the machine, read as little-endian: `010000E0` is 224.0.0.1. */
export const hexIPv4 = (digits: string): string =>
  `${hexAt(digits, 6, 8)}.${hexAt(digits, 4, 6)}.${hexAt(digits, 2, 4)}.${hexAt(digits, 0, 2)}`

/** `01005e000001` with colons. */
export const hexMac = (digits: string): string => digits.toLowerCase().replace(/..(?=.)/g, '$&:')
