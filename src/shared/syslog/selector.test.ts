import { expect, it } from 'vitest'
import { readPriority } from './names'
import { isEmpty, readSelector, takes } from './selector'

const taken = (text: string, dialect?: 'rsyslog' | 'sysklogd' | 'bsd') => {
  const { mask } = readSelector(text, dialect)
  return (priority: string) => {
    const p = readPriority(priority)!
    return takes(mask, p.facility, p.severity)
  }
}

it('counts a severity and all that are graver', () => {
  const t = taken('auth.warning')
  expect(['auth.emerg', 'auth.err', 'auth.warning'].map(t)).toEqual([true, true, true])
  expect(['auth.notice', 'authpriv.err'].map(t)).toEqual([false, false])
})

it('adds and takes away from the left', () => {
  expect(taken('*.info;mail.none')('mail.err')).toBe(false)
  expect(taken('mail.none;*.info')('mail.err')).toBe(true)
  expect(taken('kern.*;kern.!err')('kern.err')).toBe(false)
  expect(taken('kern.*;kern.!err')('kern.warning')).toBe(true)
  expect(taken('kern.*;kern.!=err')('kern.crit')).toBe(true)
  expect(taken('*.=debug')('cron.info')).toBe(false)
})

it('lets the last part that names a facility count for the BSDs', () => {
  expect(taken('*.debug;kern.err', 'bsd')('kern.debug')).toBe(false)
  expect(taken('*.debug;kern.err', 'sysklogd')('kern.debug')).toBe(true)
  expect(taken('*.>=notice', 'bsd')('user.notice')).toBe(true)
  expect(taken('*.>notice', 'bsd')('user.notice')).toBe(false)
  expect(taken('*.<=notice', 'bsd')('user.err')).toBe(false)
})

it('refuses a selector with an unknown word whole, and says what was meant', () => {
  const selector = readSelector('auth.info;maill.err')
  expect(isEmpty(selector.mask)).toBe(true)
  expect(selector.problems).toMatchObject([{ kind: 'facility', at: 10, length: 5, instead: 'mail' }])
  expect(readSelector('*.warn').problems).toMatchObject([{ kind: 'old', instead: 'warning' }])
})
