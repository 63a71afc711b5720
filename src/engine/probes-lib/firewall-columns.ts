/** Columns of a packet filter's rules, whichever listing of iptables printed them. */
import { bool, int, optional, type RowOf, text } from '../define'

export const FIREWALL = {
  kind: text('chain, or rule'),
  family: optional(text('ipv4 or ipv6, where the listing tells')),
  table: optional(text('filter, nat, mangle, raw, security; iptables -L does not say which')),
  chain: text('Name of the chain'),
  number: optional(int('Place of the rule in its chain, from 1')),
  policy: optional(text('Of a built-in chain: what happens to a packet that no rule takes')),
  references: optional(int('Of a chain made by hand: how many rules jump to it', 'count')),
  packets: optional(int('Packets that came to it; rounded where printed with K, M, G or T', 'packets')),
  bytes: optional(int('Bytes in them; rounded where printed with K, M, G or T', 'bytes')),
  target: optional(text('ACCEPT, DROP, a chain, ...; null for a rule that only counts')),
  goes: bool('Whether the target is a chain that does not come back here (goto)'),
  protocol: optional(text('Protocol as printed: tcp, all, or its number (6, 0)')),
  options: optional(text('-f for further fragments, !f for others; null for any')),
  in_interface: optional(text('Interface that the packet came in by; null for any')),
  out_interface: optional(text('Interface that it leaves by; null for any')),
  source: optional(text('Source address or network, ! for all others; null where the rule names none')),
  destination: optional(text('Destination address or network, ! for all others; null where the rule names none')),
  match: optional(text('What else the packet must be, and what the target does with it, as printed')),
} as const

export type FirewallRow = RowOf<typeof FIREWALL>

export const chainRow = (
  part: Pick<FirewallRow, 'family' | 'table' | 'chain'> & Partial<FirewallRow>,
): FirewallRow => ({
  kind: 'chain',
  number: null,
  policy: null,
  references: null,
  packets: null,
  bytes: null,
  target: null,
  goes: false,
  protocol: null,
  options: null,
  in_interface: null,
  out_interface: null,
  source: null,
  destination: null,
  match: null,
  ...part,
})
