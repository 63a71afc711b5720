/**
 * Runs rsyslogd with a configuration that names the machine's own paths, so that it touches none of them: in a mount and
 * network namespace of its own, on an overlay of the root file system whose upper layer is kept. What
 * lies in `<folder>/root` is put over it beforehand. Needs root and Linux.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DaemonResult, filesBelow, runDaemon } from './daemon'

/** $1 is the folder; the rest is passed to the daemon. No /proc: the kernel's log stays out of reach. */
const SCRIPT = `
set -e
f=$1; shift
mount --make-rprivate /
mkdir -p $f/ovl
mount -t tmpfs t $f/ovl
mkdir $f/ovl/u $f/ovl/w $f/ovl/m
mount -t overlay o -o lowerdir=/,upperdir=$f/ovl/u,workdir=$f/ovl/w $f/ovl/m
mkdir -p $f/ovl/m$f
mount --bind $f $f/ovl/m$f
mount -t tmpfs d $f/ovl/m/dev
mknod $f/ovl/m/dev/null c 1 3
mknod $f/ovl/m/dev/urandom c 1 9
chmod 666 $f/ovl/m/dev/null $f/ovl/m/dev/urandom
echo 'syslog:x:9104:4::/home/syslog:/bin/false' >> $f/ovl/m/etc/passwd
echo 'syslog:x:9104:' >> $f/ovl/m/etc/group
rm -rf $f/ovl/m/etc/rsyslog.d $f/ovl/m/etc/rsyslog.conf
chmod 777 $f/ovl/m/var/log
[ ! -d $f/root ] || cp -a $f/root/. $f/ovl/m/
ip link set lo up
cd /
set +e
chroot $f/ovl/m /usr/sbin/rsyslogd "$@"
code=$?
umount $f/ovl/m/dev $f/ovl/m$f
rm -rf $f/ovl/u$f
cp -a $f/ovl/u $f/upper
exit $code
`

/** Whether this process may make namespaces and mounts. */
export function canJail(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['-m', '-n', 'sh', '-c', 'mount -t tmpfs t /mnt && ip link set lo up'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

export async function runJailed(folder: string, config: string, messages: readonly string[]): Promise<DaemonResult> {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o777)
  const script = join(folder, 'jail.sh')
  writeFileSync(script, SCRIPT)
  const result = await runDaemon(folder, config, messages, ['unshare', '-m', '-n', 'sh', script, folder])
  const upper = join(folder, 'upper')
  const written = new Map<string, string>()
  for (const [path, text] of filesBelow(upper)) {
    const at = path.slice(upper.length)
    // A configuration that listens on /dev/log hears what the daemon says of itself.
    const own = text.split(/(?<=\n)/).filter((line) => !/\brsyslogd:/.test(line))
    if (!/^\/(?:etc\/(?:passwd|group)$|run\/|var\/spool\/)/.test(at) && own.length > 0) written.set(at, own.join(''))
  }
  rmSync(upper, { recursive: true, force: true })
  return { ...result, written }
}
