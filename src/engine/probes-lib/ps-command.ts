/** What the COMMAND columns of ps tell of a program: its name, its arguments, whether it is a thread of the kernel. */

export interface CommandParts {
  readonly command: string | null
  readonly name: string
  readonly kernel_thread: boolean | null
  readonly defunct: boolean
}

interface Seen {
  readonly pid: number
  readonly ppid: number | null
  /** Virtual memory in whatever unit, 0 for none; null when the layout has no such column. */
  readonly memory: number | null
  readonly zombie: boolean
  /** The first column is a bare name, with blanks if it has some. */
  readonly comm: boolean
}

/** Branches that `f` draws before the command: four characters a level, and the last one is ` \_ `. */
const BRANCHES = /^(?: {4}| \| {2}|\| {3})*\s?\\_ /

const nameOf = (command: string): string => {
  const bundle = /^\/.*?\/Contents\/MacOS\/([^\s/]+)/.exec(command)
  if (bundle) return bundle[1]!
  const first = /^\S+/.exec(command)?.[0] ?? command
  const base = first.startsWith('/') ? first.slice(first.lastIndexOf('/') + 1) || first : first
  // `sshd: alice [priv]` is a title that the program set; `-bash` is a login shell.
  return base.replace(/(?<=.):$/, '').replace(/^-(?=[a-z])/, '')
}

/** `columns`: the values of COMMAND, CMD, ARGS, ... in order; with two of them one is the name (`-o comm,args`). */
export function commandParts(columns: readonly string[], seen: Seen): CommandParts {
  if (columns.length === 0) return { command: null, name: '', kernel_thread: null, defunct: seen.zombie }
  const [first, ...rest] = columns as [string, ...string[]]
  const full = (rest.length ? rest.at(-1)! : first).replace(BRANCHES, '').trim()
  const short = rest.length || seen.comm ? first : null
  const defunct = seen.zombie || full.endsWith('<defunct>')
  const bare = full.endsWith('<defunct>') ? full.slice(0, -9).trimEnd() : full
  const bracketed = /^\[(.+)\]$/s.exec(bare) ?? (defunct ? /^\((.+)\)$/s.exec(bare) : null)
  const told = /^\{([^}]+)\} /.exec(bare)
  let kernel: boolean | null = false
  if (bracketed && !defunct) {
    if (seen.memory !== null) kernel = seen.memory === 0
    else if (seen.ppid !== null) kernel = seen.pid === 2 || seen.ppid === 2
    else kernel = null
  } else if (seen.ppid === 2 || (seen.pid === 2 && seen.ppid === 0 && bare === 'kthreadd')) kernel = true
  const name = short ?? told?.[1] ?? bracketed?.[1] ?? nameOf(bare || '<defunct>')
  const command = told ? bare.slice(told[0].length) : full
  return { command: command === '' || command === '-' ? null : command, name, kernel_thread: kernel, defunct }
}
