/** Help texts, made from the definitions of the commands. */
import type { Command } from './command'
import { EXITS } from './exit'
import { pad } from './width'

const INDENT = '  '

const columns = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([name]) => name.length)) + 2
  return rows.map(([name, about]) => `${INDENT}${pad(name, width)}${about}`)
}

export const overview = (commands: ReadonlyMap<string, Command>): string =>
  [
    'Vestigo: forensics of Unix and Linux hosts from captured evidence.',
    '',
    'usage: vestigo <command> [<arguments>]',
    '',
    ...columns([...commands].map(([name, c]) => [name, c.summary] as const)),
    '',
    ...columns([
      ['vestigo <command> --help', 'what a command takes'],
      ['vestigo --version', 'the version'],
    ]),
    '',
    'Results go to standard output, progress to standard error when that is a terminal.',
    'Text of the suspect is shown inert: control and direction marks appear as symbols.',
    'NO_COLOR turns colour off.',
    '',
    'Exit codes',
    ...columns(EXITS.map(([code, about]) => [String(code), about] as const)),
    '',
  ].join('\n')

export const usageLine = (name: string, command: Command): string => `usage: vestigo ${name} ${command.usage}`.trimEnd()

export function helpOf(name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, o]) =>
      [
        `${o.short ? `-${o.short}, ` : ''}--${option}${o.value === null ? '' : ` ${o.value}`}`,
        `${o.about}${o.oneOf ? ` (${o.oneOf.join(', ')})` : ''}${o.many ? '; may be repeated' : ''}`,
      ] as const,
  )
  return [
    usageLine(name, command),
    '',
    `${command.summary}.`,
    ...(command.about ?? []).flatMap((p) => ['', p]),
    '',
    ...columns([...options, ['-h, --help', 'this text']]),
    ...(command.examples ? ['', 'Examples', ...command.examples.map((e) => `${INDENT}${e}`)] : []),
    '',
  ].join('\n')
}
