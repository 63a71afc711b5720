/**
 * Passwords that a person asked to be remembered, sealed by the system's key store (Electron's safeStorage). What cannot be
 * sealed is not kept: on Linux without a key store Chromium would use a password that everybody knows.
 */
import { join } from 'node:path'
import { app, safeStorage } from 'electron'
import type { ShellContract } from '../shared/contract'
import { Fault } from '../shared/fault'
import type { Handlers } from '../shared/rpc'
import { type StateFile, stateFile } from './state-file'

type Sealed = Readonly<Record<string, string>>

let file: StateFile<{ readonly sealed: Sealed }> | undefined
const store = () => {
  file ??= stateFile<{ readonly sealed: Sealed }>(join(app.getPath('userData'), 'secrets.json'), { sealed: {} })
  return file
}

export function canSeal(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

export const secretHandlers = (): Pick<Handlers<ShellContract>, 'secretsKept' | 'secret' | 'keepSecret'> => ({
  secretsKept: () => canSeal(),
  secret: ({ name }) => {
    const sealed = store().read().sealed[name]
    if (typeof sealed !== 'string' || !canSeal()) return null
    try {
      return safeStorage.decryptString(Buffer.from(sealed, 'base64'))
    } catch {
      // Sealed for another account or by a key store that is gone.
      return null
    }
  },
  keepSecret: ({ name, secret }) => {
    const { [name]: _old, ...rest } = store().read().sealed
    if (secret === null) store().update({ sealed: rest })
    else {
      if (!canSeal()) throw new Fault('unsupported', 'this system has no key store: the secret was not kept')
      store().update({ sealed: { ...rest, [name]: safeStorage.encryptString(secret).toString('base64') } })
    }
    return null
  },
})
