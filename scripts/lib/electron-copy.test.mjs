import { describe, expect, it, test } from 'vitest'
import { memberTarget, tarMember } from './electron-copy.mjs'

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

describe('one member of a tar stream', () => {
  const member = (name, content) => {
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write(content.length.toString(8).padStart(11, '0'), 124)
    return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)])
  }
  const wanted = Buffer.from('x'.repeat(1300))
  const tar = Buffer.concat([
    member('package/package.json', Buffer.from('{}')),
    member('package/a.zip', wanted),
    member('package/b.zip', Buffer.alloc(0)),
    member('package/z', Buffer.alloc(512, 7)),
    Buffer.alloc(1024),
  ])
  it.each([1, 100, 511, 512, 513, 5000])('comes out whole in pieces of %i', async (step) => {
    async function* pieces() {
      for (let at = 0; at < tar.length; at += step) yield tar.subarray(at, at + step)
    }
    const parts = []
    for await (const part of tarMember('package/a.zip')(pieces())) parts.push(part)
    expect(Buffer.concat(parts).equals(wanted)).toBe(true)
  })
})
