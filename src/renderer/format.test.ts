import { expect, it } from 'vitest'
import { baseName, bytes, count, percent, plural, tsvCell } from './format'
import { caseNameFor, folderNameFor, isCasePath, joinPath } from './names'

it('groups digits and names sizes', () => {
  expect(count(1449310)).toBe('1\u202f449\u202f310')
  expect([bytes(814), bytes(2048), bytes(866 * 2 ** 20)]).toEqual(['814 B', '2.0 KiB', '866 MiB'])
  expect(plural(1, 'row')).toBe('1 row')
})
it('never rounds a share to all or nothing', () => {
  expect([percent(1, 1), percent(0, 5), percent(99_999, 100_000), percent(1, 100_000), percent(0, 0)]).toEqual([
    '100 %',
    '0 %',
    '> 99.9 %',
    '< 0.1 %',
    '—',
  ])
})
it('keeps a cell of the clipboard one cell, and no formula', () => {
  expect(tsvCell('a\tb\nc')).toBe('a b c')
  expect(tsvCell('=cmd|x')).toBe("'=cmd|x")
  expect(tsvCell('-12.5')).toBe('-12.5')
  expect(tsvCell('@import')).toBe("'@import")
})
it('names cases after what is opened, fit for every file system', () => {
  expect(caseNameFor('/ev/uac-zeus-linux-2025.tar.gz')).toBe('uac-zeus-linux-2025')
  expect(caseNameFor('C:\\ev\\folder\\')).toBe('folder')
  expect(folderNameFor('../../etc: "x"\u0000')).toBe('etc-x')
  expect(folderNameFor('...')).toBe('case')
  expect(joinPath('C:\\cases\\', 'a.vestigo')).toBe('C:\\cases\\a.vestigo')
  expect(joinPath('/home/a/cases/', 'a.vestigo')).toBe('/home/a/cases/a.vestigo')
  expect([isCasePath('/a/b.vestigo/'), isCasePath('/a/b.tar')]).toEqual([true, false])
  expect(baseName('/')).toBe('/')
})
