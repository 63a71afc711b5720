/** For tests: a case in a scratch folder. */
import { temporary } from '../archive/testing/make'
import { createCase, openCase } from './case-folder'

export const HEADER = { name: 'web1', number: '2025-17', examiner: 'E. Xaminer', evidenceNumber: 'A-1' }
export const OPTIONS = { tool: 'vestigo 0.0.0' }

export async function scratchCase() {
  const scratch = await temporary()
  const root = scratch.path('web1.vestigo')
  return {
    ...scratch,
    root,
    create: () => createCase(root, HEADER, OPTIONS),
    reopen: () => openCase(root, OPTIONS),
  }
}
