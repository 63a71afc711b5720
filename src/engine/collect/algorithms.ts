/**
 * The algorithms that are offered: named one by one, and of those only what the cryptography at hand has. Electron's
 * BoringSSL lacks some that Node's OpenSSL has (chacha20 as a plain cipher) and claims to have some that nobody should use.
 */
import type { Algorithms } from 'ssh2'
import constants from 'ssh2/lib/protocol/constants.js'

const MODERN = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group14-sha256',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
    'hmac-sha1',
  ],
} as const

/** What hosts of the years before about 2015 need; offered after the others, and only when it was asked for. */
const LEGACY = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
  hmac: ['hmac-sha1-96', 'hmac-md5'],
} as const

const HAVE = {
  kex: constants.SUPPORTED_KEX,
  serverHostKey: constants.SUPPORTED_SERVER_HOST_KEY,
  cipher: constants.SUPPORTED_CIPHER,
  hmac: constants.SUPPORTED_MAC,
} as const

/** Kinds of host key that the host is known by come first, so that it shows the one that can be compared. */
export function algorithms(legacy: boolean, knownKeys: readonly string[] = []): Algorithms {
  const pick = (kind: keyof typeof HAVE): string[] => {
    const wanted: readonly string[] = legacy ? [...MODERN[kind], ...LEGACY[kind]] : MODERN[kind]
    return wanted.filter((name) => HAVE[kind].includes(name))
  }
  const isKnown = (name: string) => knownKeys.includes(/^rsa-sha2/.test(name) ? 'ssh-rsa' : name)
  const keys = pick('serverHostKey')
  const serverHostKey = [...keys.filter(isKnown), ...keys.filter((name) => !isKnown(name))]
  return {
    kex: pick('kex'),
    serverHostKey,
    cipher: pick('cipher'),
    hmac: pick('hmac'),
    compress: ['none'],
  } as unknown as Algorithms
}
