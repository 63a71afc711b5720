/**
 * Names what nothing here reads: a packet capture, an event log of Windows, a program, an image, output in another
 * locale. A file that is refused by name is worth more than one that is kept without a word.
 */
import type { Head } from '../define'
import { otherLocale } from './locales'

type Sign = readonly [bytes: string, at: number, what: string]
const KEPT = 'kept, not read'

/** First bytes in hex; `..` fits any byte. */
const MAGIC: readonly Sign[] = [
  ['d4c3b2a1', 0, 'A packet capture (pcap): KEPT. Wireshark, tshark or Zeek open it.'],
  ['a1b2c3d4', 0, 'A packet capture (pcap): KEPT. Wireshark, tshark or Zeek open it.'],
  ['4d3cb2a1', 0, 'A packet capture (pcap): KEPT. Wireshark, tshark or Zeek open it.'],
  ['a1b23c4d', 0, 'A packet capture (pcap): KEPT. Wireshark, tshark or Zeek open it.'],
  ['0a0d0d0a', 0, 'A packet capture (pcapng): KEPT. Wireshark, tshark or Zeek open it.'],
  ['736e6f6f70000000', 0, 'A packet capture (snoop): KEPT. Wireshark or tshark open it.'],
  ['456c6646696c6500', 0, 'An event log of Windows (evtx): KEPT; Vestigo reads Unix and Linux hosts.'],
  ['300000004c664c65', 0, 'An event log of Windows (evt): KEPT; Vestigo reads Unix and Linux hosts.'],
  ['72656766', 0, 'A registry hive of Windows: KEPT; Vestigo reads Unix and Linux hosts.'],
  ['4d414d04', 0, 'A prefetch file of Windows: KEPT; Vestigo reads Unix and Linux hosts.'],
  ['53434341', 4, 'A prefetch file of Windows: KEPT; Vestigo reads Unix and Linux hosts.'],
  ['4c0000000114020000000000', 0, 'A shortcut of Windows (lnk): KEPT; Vestigo reads Unix and Linux hosts.'],
  ['46494c4530', 0, 'Records of an NTFS file system ($MFT): KEPT; Vestigo reads Unix and Linux hosts.'],
  ['efcdab89', 4, 'A database of Windows (ESE): KEPT; Vestigo reads Unix and Linux hosts.'],
  ['4d5a....................', 0, 'A program of Windows (PE): KEPT.'],
  ['7f454c46', 0, 'A program or library (ELF): KEPT.'],
  ['cffaedfe', 0, 'A program or library (Mach-O): KEPT.'],
  ['cafebabe000000', 0, 'A program or library (Mach-O, several processors): KEPT.'],
  ['53514c69746520666f726d6174203300', 0, 'A database (SQLite): KEPT.'],
  ['454d694c', 0, 'An image of memory (LiME): KEPT. Volatility opens it.'],
  ['45564609', 0, 'An image of a disk (EWF, E01): KEPT. Mount it and open a copy of its files.'],
  ['4b444d56', 0, 'An image of a disk (VMDK): KEPT. Mount it and open a copy of its files.'],
  ['514649fb', 0, 'An image of a disk (qcow2): KEPT. Mount it and open a copy of its files.'],
  ['7668647866696c65', 0, 'An image of a disk (VHDX): KEPT. Mount it and open a copy of its files.'],
  ['53ef', 0x438, 'An image of a file system (ext): KEPT. Mount it and open a copy of its files.'],
  ['58465342', 0, 'An image of a file system (XFS): KEPT. Mount it and open a copy of its files.'],
  ['4c554b53babe', 0, 'An encrypted disk (LUKS): KEPT. Unlock and mount it, and open a copy of its files.'],
  ['7573746172', 257, 'An archive (tar) inside the evidence: kept, not opened. Open it as evidence of its own.'],
  ['504b0304', 0, 'An archive (zip) inside the evidence: kept, not opened. Open it as evidence of its own.'],
  ['377abcaf271c', 0, 'An archive (7z): kept, not opened. Unpack it, and open the folder.'],
  ['526172211a07', 0, 'An archive (rar): kept, not opened. Unpack it, and open the folder.'],
  ['4d534346', 0, 'An archive (cab): kept, not opened.'],
  ['edabeedb', 0, 'A package (rpm): KEPT.'],
  ['213c617263683e0a', 0, 'A package or library archive (ar, deb): KEPT.'],
  ['53616c7465645f5f', 0, 'Encrypted with openssl enc: KEPT. Decrypt it, and open what comes out.'],
  ['89504e470d0a1a0a', 0, 'A picture (PNG): KEPT.'],
  ['ffd8ff', 0, 'A picture (JPEG): KEPT.'],
  ['25504446', 0, 'A document (PDF): KEPT.'],
  ['4c504b5348485248', 0, 'A journal of systemd in its binary form that could not be read: KEPT.'],
]

function fits(bytes: Uint8Array, [hex, at]: Sign): boolean {
  if (bytes.length < at + hex.length / 2) return false
  for (let i = 0; i < hex.length; i += 2) {
    const pair = hex.slice(i, i + 2)
    if (pair !== '..' && bytes[at + i / 2] !== Number.parseInt(pair, 16)) return false
  }
  return true
}

const START = 4096
const TEXTS: readonly (readonly [RegExp, (m: RegExpExecArray) => string])[] = [
  [
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (\d{1,15})/,
    (m) =>
      `A Git LFS pointer stands in the place of the file itself (${m[2]} bytes, SHA-256 ${m[1]}): fetch it with git lfs pull, and open that.`,
  ],
  [/^age-encryption\.org\/v1\n/, () => `Encrypted with age: ${KEPT}. Decrypt it, and open what comes out.`],
  [/^-----BEGIN PGP MESSAGE-----/, () => `Encrypted with OpenPGP: ${KEPT}. Decrypt it, and open what comes out.`],
  [
    /^\s*(?:Active Connections\s+Proto {2}Local Address {4,}Foreign Address {4,}State|Proto {2}Local Address {4,}Foreign Address {4,}State {4,}PID)/,
    () => `Output of netstat on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^\s*Windows IP Configuration\s/,
    () => `Output of ipconfig on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^\s*Image Name {4,}PID Session Name/,
    () => `Output of tasklist on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^\s*Host Name: {4,}[^\n]{1,100}\n+OS Name: {4,}Microsoft Windows/,
    () => `Output of systeminfo on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
  [
    /^={20,}\r?\nInterface List\r?\n/,
    () => `Output of route print on Windows: ${KEPT}; Vestigo reads Unix and Linux hosts.`,
  ],
]

/** One sentence that names it; null for what is not known, and for text of no kind. For files that nothing recognised. */
export function whyNotRead(head: Head): string | null {
  const sign = MAGIC.find((one) => fits(head.bytes, one))
  if (sign) return sign[2].replace('KEPT', KEPT)
  const start = head.text.slice(0, START).replaceAll('\r\n', '\n')
  for (const [pattern, say] of TEXTS) {
    const m = pattern.exec(start)
    if (m) return say(m)
  }
  if (start.includes('\0')) return null
  const other = otherLocale(head.lines)
  return other
    ? `Output of ${other.tool} in another locale (${other.locale.code}, ${other.locale.name}): not read. Collect it again with LC_ALL=C.`
    : null
}
