/**
 * States of sockets by one name, that of net-tools (LISTEN, ESTABLISHED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT,
 * CLOSE, CLOSE_WAIT, LAST_ACK, CLOSING). ss says ESTAB and SYN-SENT, BSD FIN_WAIT_1 and SYN_RCVD, net-tools in other
 * languages its own words (from its message catalogues).
 */
const TCP = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
] as const

const SAME: Readonly<Record<string, string>> = {
  ESTAB: 'ESTABLISHED',
  'SYN-SENT': 'SYN_SENT',
  'SYN-RECV': 'SYN_RECV',
  SYN_RCVD: 'SYN_RECV',
  SYN_RECEIVED: 'SYN_RECV',
  'FIN-WAIT-1': 'FIN_WAIT1',
  'FIN-WAIT-2': 'FIN_WAIT2',
  FIN_WAIT_1: 'FIN_WAIT1',
  FIN_WAIT_2: 'FIN_WAIT2',
  'TIME-WAIT': 'TIME_WAIT',
  'CLOSE-WAIT': 'CLOSE_WAIT',
  'LAST-ACK': 'LAST_ACK',
  CLOSED: 'CLOSE',
  // Solaris: opened, and bound or not.
  IDLE: 'CLOSE',
  BOUND: 'CLOSE',
  UNCONN: 'CLOSE',
  // Linux 4.12 and later: bound, neither listening nor connected.
  'BOUND-INACTIVE': 'CLOSE',
  LISTENING: 'LISTEN',
  // pt_BR
  ESTABELECIDA: 'ESTABLISHED',
  SYN_ENVIADO: 'SYN_SENT',
  SYN_RECEBIDO: 'SYN_RECV',
  ESPERA_FIN1: 'FIN_WAIT1',
  ESPERA_FIN2: 'FIN_WAIT2',
  FECHAR: 'CLOSE',
  ESPERANDO_FECHAR: 'CLOSE_WAIT',
  ÚLTIMO_ACK: 'LAST_ACK',
  OUÇA: 'LISTEN',
  FECHANDO: 'CLOSING',
  OUVINDO: 'LISTEN',
  CONECTADO: 'CONNECTED',
  CONECTANDO: 'CONNECTING',
  DESCONECTANDO: 'DISCONNECTING',
  LIVRE: 'FREE',
  // de
  VERBUNDEN: 'ESTABLISHED',
  HÖRT: 'LISTEN',
  // fr
  CONNECTE: 'CONNECTED',
  ENCONNEXION: 'CONNECTING',
  ENDECONNEXION: 'DISCONNECTING',
  // cs
  SPOJENO: 'ESTABLISHED',
  SPOJEN: 'CONNECTED',
  ZAVŘEN: 'CLOSE',
  ZAVÍRÁ: 'CLOSING',
  NASLOUCHÁ: 'LISTEN',
  'POSLEDNÍ ACK': 'LAST_ACK',
  // et
  ÜHENDATUD: 'CONNECTED',
  // es
  ESTABLECIDO: 'ESTABLISHED',
  ESCUCHAR: 'LISTEN',
  ESCUCHANDO: 'LISTEN',
}
const KNOWN: ReadonlyMap<string, string> = new Map([...TCP.map((s) => [s, s] as const), ...Object.entries(SAME)])
const UNIX_WORDS = new Set(['LISTEN', 'CONNECTED', 'CONNECTING', 'DISCONNECTING', 'FREE'])

/** True for a word that some tool prints in its state column. */
export const isState = (word: string): boolean => KNOWN.has(word) || UNIX_WORDS.has(word)

/**
 * The state of a socket by net-tools' name. Null for an unconnected datagram socket (which has no state) and for words
 * that are not known. Unix sockets are LISTEN or CONNECTED.
 */
export function socketState(printed: string | null | undefined, proto: string | null): string | null {
  if (!printed) return null
  const known = KNOWN.get(printed) ?? (UNIX_WORDS.has(printed) ? printed : null)
  if (known === null) return null
  if (proto === 'unix')
    return known === 'ESTABLISHED' ? 'CONNECTED' : UNIX_WORDS.has(known) && known !== 'FREE' ? known : null
  if (known === 'CONNECTED') return 'ESTABLISHED'
  if (known === 'CLOSE' && proto !== null && !/^(tcp|dccp|sctp|mptcp)/.test(proto)) return null
  return known === 'FREE' || known === 'CONNECTING' || known === 'DISCONNECTING' ? null : known
}

/** /proc/net/{tcp,udp,raw}: `st`, hexadecimal (include/net/tcp_states.h). Datagram sockets are 07 (none) or 01 (connected). */
export function stateByNumber(st: number, stream: boolean | null): string | null {
  if (stream !== true) return st === 1 ? 'ESTABLISHED' : st === 7 ? null : (TCP[st - 1] ?? null)
  // 12: NEW_SYN_RECV, a handshake under way; 13: BOUND_INACTIVE.
  return st === 12 ? 'SYN_RECV' : st === 13 ? 'CLOSE' : (TCP[st - 1] ?? null)
}
