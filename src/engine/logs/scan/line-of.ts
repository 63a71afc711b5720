const utf8 = new TextDecoder('utf-8')
/** More of a line than this is not looked at for details. */
const LONGEST = 65_536

/** The first line of an event's bytes, without its end. */
export function lineOf(event: Uint8Array): string {
  const end = event.indexOf(10)
  const text = utf8.decode(event.subarray(0, Math.min(end < 0 ? event.length : end, LONGEST)))
  return text.endsWith('\r') ? text.slice(0, -1) : text
}
