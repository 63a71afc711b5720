/**
 * The process that a captured file of /proc is about: `proc/227/fd.txt` (UAC), `proc/1/stat` (sosreport, a copy of /),
 * and names that were flattened to `proc_227_fd.txt`.
 */
export function pidOf(path: string): number | null {
  const m = /(?:^|[/_])proc[/_](\d{1,10})(?:[/_.]|$)/.exec(path)
  return m ? Number(m[1]) : null
}

/** `/tmp/.x11 (deleted)` as the kernel marks a file that has lost its name. */
export function linkTarget(text: string): { path: string; deleted: boolean } {
  return text.endsWith(' (deleted)') ? { path: text.slice(0, -10), deleted: true } : { path: text, deleted: false }
}

/** `socket:[616338]`, `pipe:[13907]`: the inode in brackets. */
export function inodeOf(target: string): number | null {
  const m = /^(?:[\w-]+):\[(\d{1,15})\]$/.exec(target)
  return m ? Number(m[1]) : null
}

/** A line of `ls -l` about a symbolic link: rights, owner, group and name -> target. */
export const LS_LINK =
  /^l(?<rights>[-rwxsStT]{9})[.+@]?\s+\d+\s+(?<owner>\S+)\s+(?<group>\S.{0,63}?)\s+\d+\s+(?<when>[A-Z][a-z]{2} [ \d]\d +(?:\d\d:\d\d|\d{4})|\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?(?: [+-]\d{4})?)?)?|\d\d-\d\d \d\d:\d\d)\s(?<name>.*)$/s
