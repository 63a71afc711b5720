/** Files that no parser of text reads, by their first bytes. */
type Sign = readonly [bytes: string, at: number, what: string]

/** First bytes in hex; `..` fits any byte. */
const MAGIC: readonly Sign[] = [
  ['d4c3b2a1', 0, 'A packet capture (pcap): kept, not read. Wireshark, tshark or Zeek open it.'],
  ['a1b2c3d4', 0, 'A packet capture (pcap): kept, not read. Wireshark, tshark or Zeek open it.'],
  ['4d3cb2a1', 0, 'A packet capture (pcap): kept, not read. Wireshark, tshark or Zeek open it.'],
  ['a1b23c4d', 0, 'A packet capture (pcap): kept, not read. Wireshark, tshark or Zeek open it.'],
  ['0a0d0d0a', 0, 'A packet capture (pcapng): kept, not read. Wireshark, tshark or Zeek open it.'],
  ['736e6f6f70000000', 0, 'A packet capture (snoop): kept, not read. Wireshark or tshark open it.'],
  ['456c6646696c6500', 0, 'An event log of Windows (evtx): kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['300000004c664c65', 0, 'An event log of Windows (evt): kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['72656766', 0, 'A registry hive of Windows: kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['4d414d04', 0, 'A prefetch file of Windows: kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['53434341', 4, 'A prefetch file of Windows: kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['4c0000000114020000000000', 0, 'A shortcut of Windows (lnk): kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['46494c4530', 0, 'Records of an NTFS file system ($MFT): kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['efcdab89', 4, 'A database of Windows (ESE): kept, not read; Vestigo reads Unix and Linux hosts.'],
  ['4d5a....................', 0, 'A program of Windows (PE): kept, not read.'],
  ['7f454c46', 0, 'A program or library (ELF): kept, not read.'],
  ['cffaedfe', 0, 'A program or library (Mach-O): kept, not read.'],
  ['cafebabe000000', 0, 'A program or library (Mach-O, several processors): kept, not read.'],
  ['53514c69746520666f726d6174203300', 0, 'A database (SQLite): kept, not read.'],
  ['454d694c', 0, 'An image of memory (LiME): kept, not read. Volatility opens it.'],
  ['45564609', 0, 'An image of a disk (EWF, E01): kept, not read. Mount it and open a copy of its files.'],
  ['4b444d56', 0, 'An image of a disk (VMDK): kept, not read. Mount it and open a copy of its files.'],
  ['514649fb', 0, 'An image of a disk (qcow2): kept, not read. Mount it and open a copy of its files.'],
  ['7668647866696c65', 0, 'An image of a disk (VHDX): kept, not read. Mount it and open a copy of its files.'],
  ['53ef', 0x438, 'An image of a file system (ext): kept, not read. Mount it and open a copy of its files.'],
  ['58465342', 0, 'An image of a file system (XFS): kept, not read. Mount it and open a copy of its files.'],
  ['4c554b53babe', 0, 'An encrypted disk (LUKS): kept, not read. Unlock and mount it, and open a copy of its files.'],
  [
    '7573746172',
    257,
    'An archive (tar) inside the evidence: kept as it is. What it holds is read where it is opened as evidence of its own.',
  ],
  [
    '504b0304',
    0,
    'An archive (zip) inside the evidence: kept as it is. What it holds is read where it is opened as evidence of its own.',
  ],
  ['377abcaf271c', 0, 'An archive (7z): kept, not opened. Unpack it, and open the folder.'],
  ['526172211a07', 0, 'An archive (rar): kept, not opened. Unpack it, and open the folder.'],
  ['4d534346', 0, 'An archive (cab): kept, not opened.'],
  ['edabeedb', 0, 'A package (rpm): kept, not read.'],
  ['213c617263683e0a', 0, 'A package or library archive (ar, deb): kept, not read.'],
  ['53616c7465645f5f', 0, 'Encrypted with openssl enc: kept, not read. Decrypt it, and open what comes out.'],
  ['89504e470d0a1a0a', 0, 'A picture (PNG): kept, not read.'],
  ['ffd8ff', 0, 'A picture (JPEG): kept, not read.'],
  ['25504446', 0, 'A document (PDF): kept, not read.'],
]

function fits(bytes: Uint8Array, [hex, at]: Sign): boolean {
  if (bytes.length < at + hex.length / 2) return false
  for (let i = 0; i < hex.length; i += 2) {
    const pair = hex.slice(i, i + 2)
    if (pair !== '..' && bytes[at + i / 2] !== Number.parseInt(pair, 16)) return false
  }
  return true
}

/** What a file is by its first bytes, in a sentence; null when they are of no kind that is known here. */
export const signOf = (bytes: Uint8Array): string | null => MAGIC.find((one) => fits(bytes, one))?.[2] ?? null
