import { describe, expect, it } from 'vitest'
import { UTC } from '../../shared/time'
import { probes } from '../registry'
import { headOf, recognise } from './recognise'
import { runProbe } from './run-probe'
import { whyNotRead } from './why-not-read'

const BLANK = { path: 'x', command: null, host: null, capturedAt: null, bootedAt: null, zone: UTC }
const why = (content: string | readonly number[], path = 'x') => {
  const bytes =
    typeof content === 'string' ? Buffer.from(content) : Uint8Array.from([...content, ...Array<number>(64).fill(0)])
  return whyNotRead(headOf(bytes, path, true))
}

describe('what is not read is named', () => {
  it.each([
    ['pcap', [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]],
    ['pcapng', [0x0a, 0x0d, 0x0d, 0x0a]],
    ['evtx', [...Buffer.from('ElfFile\0')]],
    ['registry hive', [...Buffer.from('regf')]],
    ['ELF', [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]],
    ['SQLite', [...Buffer.from('SQLite format 3\0')]],
    ['LUKS', [...Buffer.from('LUKS'), 0xba, 0xbe]],
    ['zip', [0x50, 0x4b, 3, 4]],
  ] as const)('%s by its first bytes', (word, bytes) => {
    expect(why(bytes)).toContain(word)
  })

  it('a pointer in place of a file', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`
    expect(why(pointer, 'uac-web01-linux-20250101000000.tar.gz')).toMatch(/Git LFS pointer.*12345 bytes/)
  })

  it.each([
    [
      'netstat',
      '\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State\r\n  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING\r\n',
    ],
    ['ipconfig', '\r\nWindows IP Configuration\r\n\r\n   Host Name . . . : PC\r\n'],
    ['tasklist', '\r\nImage Name                     PID Session Name        Session#    Mem Usage\r\n'],
  ])('%s of Windows', (tool, text) => {
    expect(why(text)).toMatch(new RegExp(`${tool} on Windows`))
  })

  it.each([
    [
      'df',
      'de',
      'Dateisystem    1K-Blöcke Benutzt Verfügbar Verw% Eingehängt auf\n/dev/sda1       41152736 9876543  29153265   26% /\n',
    ],
    [
      'df',
      'fr',
      'Sys. de fichiers blocs de 1K Utilisé Disponible Uti% Monté sur\n/dev/sda1  41152736 9876543 29153265  26% /\n',
    ],
    [
      'df',
      'ja',
      'ファイルシス   1K-ブロック    使用   使用可 使用% マウント位置\n/dev/sda1         41152736 9876543 29153265   26% /\n',
    ],
    ['ls', 'de', 'insgesamt 12\ndrwxr-xr-x 2 root root 4096 26. Nov 01:00 bin\n'],
    ['ls', 'fr', 'total 12\ndrwxr-xr-x 2 root root 4096 26 févr. 01:00 bin\n'],
    ['ls', 'ja', '合計 12\ndrwxr-xr-x 2 root root 4096  3月  4 09:12 bin\n'],
    ['ls', 'ko', 'total 12\ndrwxr-xr-x 2 root root 4096  3월  4 09:12 bin\n'],
    [
      'netstat',
      'de',
      'Aktive Internetverbindungen (Server und stehende Verbindungen)\nProto Recv-Q Send-Q Local Address           Foreign Address         State      \n',
    ],
    [
      'netstat -r',
      'fr',
      'Table de routage IP du noyau\nDestination     Passerelle      Genmask         Indic   MSS Fenêtre irtt Iface\n',
    ],
    [
      'last',
      'de',
      'alice    pts/0        10.0.0.7         Di Mär  4 09:12   noch angemeldet\n\nwtmp beginnt Di Mär  4 09:00:01 2025\n',
    ],
    [
      'last',
      'ja',
      'alice    pts/0        10.0.0.7         火  3月  4 09:12\n\nwtmp は Tue Mar  4 09:00:01 2025 から始まっています\n',
    ],
    ['date', 'de', 'Di 4. Mär 09:12:44 CET 2025\n'],
    ['date', 'fr', 'mar. 04 mars 2025 09:12:44 CET\n'],
    ['date', 'ja', '2025年  3月  4日 火曜日 09:12:44 JST\n'],
    [
      'lastlog',
      'es',
      'Nombre           Puerto   De               Último\nroot                                       **Nunca ha accedido**\n',
    ],
    ['dpkg -l', 'de', 'Gewünscht=Unbekannt/Installieren/R=Entfernen/P=Vollständig Löschen/Halten\n'],
  ])('%s in %s', (tool, code, text) => {
    expect(why(text)).toContain(`Output of ${tool} in another locale (${code},`)
    // Where a parser reads it all the same, it reads all of it.
    const found = recognise(headOf(Buffer.from(text), 'x', true))
    if (found?.kind !== 'probe') return
    const read = runProbe(probes.get(found.id)!, Buffer.from(text), BLANK)
    expect(read.unparsed, found.id).toEqual([])
  })

  it.each([
    ['lsof', 'bash: lsof: command not found\n'],
    ['lsof', 'bash: line 1: lsof: command not found\n'],
    ['ss', 'sh: 1: ss: not found\n'],
    ['ethtool', 'timeout: failed to run command ‘ethtool’: No such file or directory\n'],
    ['/usr/sbin/ss', 'sh: /usr/sbin/ss: No such file or directory\n'],
    ['ifconfig', '-bash: ifconfig: command not found\n'],
  ])('%s that is not on the host', (command, text) => {
    expect(why(text)).toBe(`The command was not found on the host (${command}): nothing was captured.`)
  })

  it('a command that was not allowed to look', () => {
    expect(why('dmesg: read kernel buffer failed: Operation not permitted\n')).toContain('not allowed to look: dmesg:')
    expect(why('lsof: Permission denied\nand more\n')).toBeNull()
  })

  it('says nothing of what it does not know, and of plain English output', () => {
    expect(why('some notes of mine\nmore notes\n')).toBeNull()
    expect(why('total 12\nnot a listing\n')).toBeNull()
    expect(why([1, 2, 3, 4, 5, 6, 7, 8])).toBeNull()
    expect(why('The meeting commence at ten\nwtmp is a file\n')).toBeNull()
    expect(whyNotRead(headOf(new Uint8Array(0), 'x', true))).toBeNull()
  })

  it('takes a line of odd bytes of any length', () => {
    for (const unit of ['wtmp ', '月', 'insgesamt ', '<', 'Host Name:    '])
      expect(() => why(unit.repeat(Math.ceil(65_536 / unit.length)))).not.toThrow()
  })
})
