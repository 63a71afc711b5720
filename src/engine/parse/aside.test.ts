import { expect, it } from 'vitest'
import { isAside } from './aside'

it.each([
  '/var/lib/docker/overlay2/3f/diff/etc/passwd',
  '/var/lib/lxc/web/rootfs/etc/hostname',
  '/snap/core18/2284/usr/lib/os-release',
  '/srv/chroot/var/log/wtmp',
  '/mnt/old/proc/12/status',
  '/etc/passwd-',
  '/etc/group-',
  '/etc/hosts.dpkg-old',
  '/var/backups/passwd.bak',
])('%s is beside the host', (path) => expect(isAside(path, null)).toBe(true))

it.each([
  '/etc/passwd',
  '/etc/hostname',
  '/usr/lib/os-release',
  '/proc/12/status',
  '/proc/12/net/tcp',
  '/var/log/wtmp',
  '/run/utmp',
  '/var/run/utmp',
  '/private/etc/passwd',
  '/private/var/run/utmpx',
  'live_response/process/ps.txt',
  'case/etc/passwd-',
])('%s is of the host', (path) => expect(isAside(path, null)).toBe(false))

it.each([
  ['ip netns exec blue ss -anp', true],
  ['timeout 300s ip netns exec blue ip addr', true],
  ['podman exec web ps -ef', true],
  ['nsenter -t 5 -n netstat -an', true],
  ['ss -anp', false],
  ['ip netns', false],
  ['docker ps', false],
])('%s', (command, aside) => expect(isAside('x', command)).toBe(aside))

it('is linear in the length of a path', () => {
  for (const unit of ['/etc', '/a/etc/passwd', '~', '.bak', '/'])
    expect(() => isAside(`/${unit.repeat(1000)}`, unit.repeat(1000))).not.toThrow()
})
