import { expect, test } from 'vitest'
import { memberTarget } from './electron-copy.mjs'

test.each([
  ['Cypress/Cypress', 'electron'],
  ['Cypress/chrome-sandbox', 'chrome-sandbox'],
  ['Cypress/locales/de.pak', 'locales/de.pak'],
  ['Cypress/resources/app/index.js', null],
  ['Cypress/resources/app.asar', null],
  ['Cypress/browser_v8_context_snapshot.bin', null],
  ['Cypress/locales/', null],
  ['Cypress/../../evil', null],
  ['elsewhere/file', null],
])('%s goes to %s', (member, target) => {
  expect(memberTarget(member)).toBe(target)
})
