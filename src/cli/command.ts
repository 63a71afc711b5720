/** What a command is: one file each under commands/; the file's name is the command's name. */
import type { Io } from './io'

export interface Option {
  /** What stands for the value in the help (`<dir>`); null for a switch. */
  readonly value: string | null
  /** One line for the help. */
  readonly about: string
  readonly short?: string
  /** May be given more than once. */
  readonly many?: boolean
  /** The only values that it takes. */
  readonly oneOf?: readonly string[]
}

/** What was given. Asking for an option that the command does not have is a bug. */
export interface Given {
  readonly words: readonly string[]
  readonly flag: (name: string) => boolean
  /** The (last) value, or null. */
  readonly text: (name: string) => string | null
  readonly list: (name: string) => readonly string[]
}

export interface Command {
  /** Place in the list of commands. */
  readonly order: number
  /** One line for the list of commands. */
  readonly summary: string
  /** What follows the name: `<bundle>... --case <dir>`. */
  readonly usage: string
  /** Paragraphs for the command's own help. */
  readonly about?: readonly string[]
  readonly examples?: readonly string[]
  /** How many words it takes. */
  readonly words: readonly [least: number, most: number]
  readonly options: Readonly<Record<string, Option>>
  /** The exit code: 0 good, 1 where `--fail-on` or verify says so. Everything else is a Fault. */
  readonly run: (given: Given, io: Io) => Promise<number>
}
export const defineCommand = (command: Command): Command => command
