import { expect, test } from 'vitest'
import { debianPackages } from './system.mjs'

test('only what is missing, by the names of this release', () => {
  const bookworm = debianPackages(
    () => false,
    (name) => /^lib(?!gtk)[a-z0-9]+$/.test(name),
  )
  expect(bookworm).toEqual(['xvfb', 'libgtk-3-0'])
  const trixie = debianPackages(
    (name) => ['libgtk-3-0t64', 'libasound2t64'].includes(name),
    (name) => name === 'libasound2t64',
  )
  expect(trixie).toEqual(['xvfb', 'libgtk-3-0t64', 'libnss3', 'libgbm1', 'libxss1', 'libxtst6', 'libdrm2'])
})
