/**
 * What a password field says, without the hash: it is never kept, only its scheme. Source: crypt(5), shadow(5), passwd(1).
 *   $6$salt$hash  sha512crypt      !$6$...  locked, the hash kept      *  !  !!  x  no password fits      (empty)  none needed
 */
export type PasswordState = 'usable' | 'locked' | 'empty' | 'shadowed'

export interface PasswordField {
  readonly state: PasswordState
  /** Scheme of the hash, also of a locked one; null without a hash. */
  readonly scheme: string | null
}

const SCHEMES: Readonly<Record<string, string>> = {
  '1': 'md5crypt',
  '2': 'bcrypt',
  '2a': 'bcrypt',
  '2b': 'bcrypt',
  '2x': 'bcrypt',
  '2y': 'bcrypt',
  '3': 'nt',
  '5': 'sha256crypt',
  '6': 'sha512crypt',
  '7': 'scrypt',
  y: 'yescrypt',
  gy: 'gost-yescrypt',
  sm3: 'sm3crypt',
  sm3y: 'sm3-yescrypt',
  sha1: 'sha1crypt',
  md5: 'sunmd5',
  argon2id: 'argon2id',
  argon2i: 'argon2i',
}

function schemeOf(hash: string): string | null {
  const m = /^\$([A-Za-z0-9]{1,10})[$,]/.exec(hash)
  if (m) return SCHEMES[m[1]!] ?? `unknown (${m[1]})`
  if (/^_[./A-Za-z0-9]{19}$/.test(hash)) return 'bsdicrypt'
  if (/^\{(?:SSHA|SHA|CRYPT|ssha\d*|smd5)\}/i.test(hash)) return hash.slice(1, hash.indexOf('}')).toLowerCase()
  if (/^[./A-Za-z0-9]{13}(?:[./A-Za-z0-9]{11})*$/.test(hash)) return 'descrypt'
  return null
}

export function passwordField(field: string): PasswordField {
  if (field === '') return { state: 'empty', scheme: null }
  if (field === 'x' || field === '##root' || /^##[\w-]+$/.test(field)) return { state: 'shadowed', scheme: null }
  // `!` (Linux), `*LOCKED*` (FreeBSD, Solaris has *LK*) before a hash: locked for now.
  const mark = /^(?:\*LOCKED\*|\*LK\*|[!*]+)/.exec(field)?.[0] ?? ''
  const scheme = schemeOf(field.slice(mark.length))
  return mark === '' && scheme !== null ? { state: 'usable', scheme } : { state: 'locked', scheme }
}
