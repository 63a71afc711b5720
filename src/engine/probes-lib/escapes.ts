/** Escapes that tools write in place of bytes that would break their lines. */

const utf8 = new TextDecoder('utf-8')
const OCTALS = /(?:\\[0-3][0-7]{2})+/g

/** `\040` and `\303\251` as the bytes that they stand for, read as UTF-8 (fstab(5), /proc/mounts, find -ls, getfacl). */
export function octals(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(OCTALS, (run) =>
    utf8.decode(Uint8Array.from(run.slice(1).split('\\'), (o) => Number.parseInt(o, 8))),
  )
}

const HEXES = /(?:\\x[0-9a-fA-F]{2})+/g
/** `\x20` the same way (lsblk, findmnt, systemd). */
export function hexes(text: string): string {
  if (!text.includes('\\x')) return text
  return text.replace(HEXES, (run) =>
    utf8.decode(Uint8Array.from(run.slice(2).split('\\x'), (h) => Number.parseInt(h, 16))),
  )
}
