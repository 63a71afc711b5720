/** From arguments to an exit code. The engine is loaded by the commands that need it, so help answers at once. */
import { Fault, faultData } from '../shared/fault'
import { badUse, meant, nearest, readArgv } from './argv'
import type { Command } from './command'
import { BUG, exitCode, GOOD, INTERRUPTED } from './exit'
import { helpOf, overview, usageLine } from './help'
import { Closed, type Io } from './io'

export interface Program {
  readonly commands: ReadonlyMap<string, Command>
  readonly version: string
}

export async function run(argv: readonly string[], { commands, version }: Program, io: Io): Promise<number> {
  const [first, ...rest] = argv
  let name: string | null = null
  try {
    if (first === undefined) {
      io.say(overview(commands).trimEnd())
      return exitCode('bad-use')
    }
    if (first === '--help' || first === '-h' || (first === 'help' && rest.length === 0)) {
      await io.write(overview(commands))
      return GOOD
    }
    if (first === '--version' || first === '-V') {
      await io.line(`vestigo ${version}`)
      return GOOD
    }
    const [word, args] = first === 'help' ? [rest[0]!, ['--help']] : [first, rest]
    const command = commands.get(word)
    if (!command) {
      if (word.startsWith('-')) throw badUse(`unknown option ${word}; see vestigo --help`)
      throw badUse(`unknown command "${word}"${meant(nearest(word, [...commands.keys()]))}`)
    }
    name = word
    // Asked for help, whatever else is missing; but not where the word belongs to another option or follows `--`.
    const end = args.indexOf('--')
    if ((end < 0 ? args : args.slice(0, end)).some((a) => a === '--help' || a === '-h')) {
      await io.write(helpOf(word, command))
      return GOOD
    }
    return await command.run(readArgv(args, command.options, command.words), io)
  } catch (error) {
    io.quiet()
    if (error instanceof Closed) return GOOD
    const { code, message, detail } = faultData(error)
    if (code === 'cancelled' || io.signal.aborted) {
      io.say('interrupted')
      return INTERRUPTED
    }
    const fault = exitCode(code)
    io.say(`vestigo${name ? ` ${name}` : ''}: ${message}`)
    const command = name ? commands.get(name) : undefined
    if (code === 'bad-use' && command) io.say(`${usageLine(name!, command)}\nvestigo ${name} --help says more`)
    if (fault === BUG) io.say(String(detail['stack'] ?? (error instanceof Fault ? code : '')))
    return fault
  }
}
