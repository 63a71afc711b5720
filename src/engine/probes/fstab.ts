/**
 * What is mounted at boot, /etc/fstab (fstab(5)); also AIX' stanzas are not this, and Solaris' vfstab is a format of its own.
 *   UUID=05d927bb-5875-49e3-ada1-7f46cb31c932 /boot   xfs     defaults        0 0    # a comment
 *   LABEL=cloudimg-rootfs	/	 ext4	defaults	0 1
 * Blanks in paths are \040. The last two fields may be left out and count as 0.
 */
import { defineProbe, int, list, text } from '../define'
import { octals } from '../probes-lib/escapes'
import { wordScan } from '../probes-lib/word-scan'

const SPEC =
  /^(?:\/|(?:UUID|LABEL|PARTUUID|PARTLABEL|ID)=|[\w.-]+:|\/\/|none$|tmpfs$|proc$|sysfs$|devpts$|swap$|[a-z][\w-]*$|[0-9a-f]{16}\.[a-z]$)/
const scan = wordScan()
const POINT = /^(?:\/|none$|swap$)/
const KIND = /^(?:[a-z][\w.,+-]{0,60}|auto)$/

/** The six fields, of which the last three may be left out; null when the line is not such a one. */
function read(line: string): readonly (string | undefined)[] | null {
  if (line.length > 4000) return null
  let n = scan.scan(line, 7)
  if (n < 3 || !POINT.test(scan.word(1)) || !KIND.test(scan.word(2)) || !SPEC.test(scan.word(0))) return null
  for (let i = 3; i < n; i++) if (line.charCodeAt(scan.start(i)) === 35) n = i
  const figure = (i: number) => i >= n || (scan.number(i) >= 0 && scan.end(i) - scan.start(i) <= 3)
  if (n > 6 || !figure(4) || !figure(5)) return null
  const word = (i: number) => (i < n ? scan.word(i) : undefined)
  return [line, word(0), word(1), word(2), word(3), word(4), word(5)]
}
const TYPES =
  /^(?:ext[234]|xfs|btrfs|zfs|swap|vfat|msdos|exfat|ntfs(?:-3g)?|nfs4?|cifs|smb3?|smbfs|tmpfs|proc|sysfs|devpts|iso9660|udf|auto|none|ufs|ffs|hammer2?|procfs|fdescfs|devfs|linprocfs|jfs|reiserfs|f2fs|glusterfs|ceph|fuse\S*|overlay|cgroup2?|debugfs|usbfs|efivarfs|squashfs|kernfs|ptyfs|cd9660|mfs|9p|virtiofs|apfs|hfs)(?:,\S+)?$/

export default defineProbe({
  title: 'File systems that are mounted at boot (fstab)',
  commands: ['/etc/fstab'],
  recognise: {
    names: ['etc/fstab', 'fstab', 'fstab.*'],
    shape: (head) => {
      const lines = head.lines.filter((l) => l.trim() !== '' && !/^\s*#/.test(l)).slice(0, 60)
      const found = lines.map(read)
      const fits = found.filter((m) => m && TYPES.test(m[3]!) && m[4] !== undefined).length
      // /proc/mounts has the same six fields; there each line ends in `0 0` and holds the kernel's own file systems.
      const kernel = found.filter((m) => m && /^(?:rw|ro),?\S*relatime/.test(m[4] ?? '')).length
      return fits > 0 && fits >= lines.length * 0.8 && kernel * 2 < fits ? 0.87 : 0
    },
  },
  columns: {
    device: text('Device, UUID=, LABEL=, or host:path'),
    point: text('Where it is mounted; none or swap for swap space'),
    type: text('Kind of file system'),
    options: list('Options'),
    dump: int('Whether dump(8) saves it'),
    pass: int('Order in which fsck(8) checks it; 0 for never'),
  },
  parse: (lines, out) => {
    for (const line of lines) {
      if (/^\s*#/.test(line.text)) {
        out.noise(line)
        continue
      }
      const m = read(line.text)
      if (!m) {
        out.unparsed(line, 'not a line of fstab')
        continue
      }
      out.row(
        {
          device: octals(m[1]!),
          point: octals(m[2]!),
          type: m[3]!,
          options: (m[4] ?? 'defaults').split(','),
          dump: Number(m[5] ?? 0),
          pass: Number(m[6] ?? 0),
        },
        line,
      )
    }
  },
})
