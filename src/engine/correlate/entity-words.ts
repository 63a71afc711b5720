/**
 * The words that announce an entity: `port 22`, `for invalid user bob from`, `SRC=`, `by root(uid=0)`. The numbers of
 * meanings are those of src/wasm/words.ts, which reads with these lists.
 */

export const PORT = 1
export const USER = 2
/** Before `user`, these say that a name follows: `of user bob`, `invalid user bob`; `check pass; user unknown` has none. */
export const QUALIFIER = 3
export const FOR = 4
export const BY = 5
export const TO = 6
export const DEVICE = 7
/** A method of authentication, before `for bob from`. */
export const AUTH = 8
export const CHANGED = 9
export const SU = 10
export const METHOD = 11
export const USER_COLON = 12
export const PORT_KEY = 13
export const USER_KEY = 14
export const INTERFACE_KEY = 15
export const NAME_KEY = 16

/** Lists by meaning; words are shorter than 32 bytes. */
export const WORDS: Readonly<Record<number, string>> = {
  [PORT]: 'port Port port:',
  [USER]: 'user User',
  [QUALIFIER]: 'invalid Invalid illegal Illegal of authenticating as from unknown change delete',
  [FOR]: 'for',
  [BY]: 'by',
  [TO]: 'to',
  [DEVICE]: 'device',
  [AUTH]:
    'password Password publickey none hostbased keyboard-interactive/pam keyboard-interactive gssapi-with-mic gssapi-keyex exceeded succeeded attempt login',
  [CHANGED]: 'changed',
  [SU]: 'su SU',
  [METHOD]: 'GET POST HEAD PUT DELETE OPTIONS PATCH CONNECT TRACE PROPFIND',
  [USER_COLON]: 'user:',
}
/** The same for keys, which `=` follows. */
export const KEYS: Readonly<Record<number, string>> = {
  [PORT_KEY]: 'SPT DPT spt dpt sport dport port rport lport src_port dst_port',
  [USER_KEY]: 'user USER User ruser logname acct username login suser duser',
  [INTERFACE_KEY]: 'IN OUT PHYSIN PHYSOUT dev iface interface ifname',
  [NAME_KEY]: 'name',
}
