/** What the COMMAND columns of ps tell of a program: its name, its arguments, whether it is a thread of the kernel. */

export interface CommandParts {
  readonly command: string | null
  readonly name: string
  readonly kernel_thread: boolean | null
  readonly defunct: boolean
}

/** Branches that `f` draws before the command: four characters a level, and the last one is ` \_ `. */
const BRANCHES = /^(?: {4}| \| {2}|\| {3})*\s?\\_ /

const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13)
/** Begins neither with a blank, a bracket or a branch, nor ends in `>`, and is more than a hyphen. */
const isPlain = (text: string): boolean => {
  const c = text.charCodeAt(0)
  if (c <= 32 || c === 91 || c === 40 || c === 123 || c === 124 || c === 92) return false
  return text.charCodeAt(text.length - 1) !== 62 && !(c === 45 && text.length === 1) && text.length > 0
}

const nameOf = (command: string): string => {
  if (command.charCodeAt(0) === 47 && command.includes('/Contents/MacOS/')) {
    const bundle = /^\/.*?\/Contents\/MacOS\/([^\s/]+)/.exec(command)
    if (bundle) return bundle[1]!
  }
  let end = 0
  while (end < command.length && !isSpace(command.charCodeAt(end))) end++
  let from = 0
  if (command.charCodeAt(0) === 47) {
    from = command.lastIndexOf('/', end - 1) + 1
    if (from >= end) from = 0
  }
  // `sshd: alice [priv]` is a title that the program set; `-bash` is a login shell.
  if (end - from > 1 && command.charCodeAt(end - 1) === 58) end--
  const next = command.charCodeAt(from + 1)
  if (command.charCodeAt(from) === 45 && next >= 97 && next <= 122) from++
  return end > from ? command.slice(from, end) : command
}

const trimmed = (text: string): string => {
  const last = text.charCodeAt(text.length - 1)
  return isSpace(text.charCodeAt(0)) || isSpace(last) || last > 126 ? text.trim() : text
}

/**
 * `columns`: where the values of COMMAND, CMD, ARGS, ... stand in `words`; with two of them one is the name
 * (`-o comm,args`). `memory`: virtual memory in whatever unit, 0 for none; null when the layout has no such column. `comm`:
 * the first column is a bare name, with blanks if it has some.
 */
export function commandParts(
  columns: readonly number[],
  words: readonly string[],
  pid: number,
  ppid: number | null,
  memory: number | null,
  zombie: boolean,
  comm: boolean,
): CommandParts {
  if (columns.length === 0) return { command: null, name: '', kernel_thread: null, defunct: zombie }
  const first = trimmed(words[columns[0]!]!)
  // Most commands are a program and its arguments, without a branch, a bracket or an end in `<defunct>`.
  if (columns.length === 1 && !comm && !zombie && isPlain(first)) {
    const kernel = ppid === 2 || (pid === 2 && ppid === 0 && first === 'kthreadd')
    return { command: first, name: nameOf(first), kernel_thread: kernel, defunct: false }
  }
  const full = (columns.length > 1 ? words[columns.at(-1)!]!.trim() : first).replace(BRANCHES, '').trim()
  const short = columns.length > 1 || comm ? first : null
  const defunct = zombie || full.endsWith('<defunct>')
  const bare = full.endsWith('<defunct>') ? full.slice(0, -9).trimEnd() : full
  const bracketed = /^\[(.+)\]$/s.exec(bare) ?? (defunct ? /^\((.+)\)$/s.exec(bare) : null)
  const told = /^\{([^}]+)\} /.exec(bare)
  let kernel: boolean | null = false
  if (bracketed && !defunct) {
    if (memory !== null) kernel = memory === 0
    else if (ppid !== null) kernel = pid === 2 || ppid === 2
    else kernel = null
  } else if (ppid === 2 || (pid === 2 && ppid === 0 && bare === 'kthreadd')) kernel = true
  const name = short ?? told?.[1] ?? bracketed?.[1] ?? nameOf(bare || '<defunct>')
  const command = told ? bare.slice(told[0].length) : full
  return { command: command === '' || command === '-' ? null : command, name, kernel_thread: kernel, defunct }
}
