import { expect, test } from 'vitest'
import { readArguments } from './arguments'

test('nothing to open', () => {
  expect(readArguments(['/usr/bin/electron', '.'], true, '/home/a')).toEqual({ open: null, print: null, problem: null })
  expect(readArguments(['/opt/vestigo/vestigo'], false, '/home/a').open).toBeNull()
})

test('a bundle, with switches of others around it', () => {
  const argv = ['electron', '--inspect=0', '--remote-debugging-port=0', '--no-sandbox', '/app', 'case one.tar.gz']
  expect(readArguments(argv, true, '/home/a').open).toBe('/home/a/case one.tar.gz')
  expect(readArguments(['vestigo', '--no-sandbox', '/b.zip'], false, '/').open).toBe('/b.zip')
})

test('printing takes exactly two paths', () => {
  const print = readArguments(['electron', '--no-sandbox', '.', '--print-pdf', 'a.html', '/out/b.pdf'], true, '/w')
  expect(print).toEqual({ open: null, print: { html: '/w/a.html', pdf: '/out/b.pdf' }, problem: null })
  expect(readArguments(['electron', '.', '--print-pdf', 'a.html'], true, '/w').problem).toContain('usage')
  expect(readArguments(['electron', '.', '--print-pdf', 'a', 'b', 'c'], true, '/w').problem).toContain('usage')
})
