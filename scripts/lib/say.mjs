/** What the scripts tell the person at the terminal: one line for each step, and for what is missing the exact command. */
const colour = process.stdout.isTTY && !process.env.NO_COLOR
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)

export const step = (text) => console.log(`${paint(36, '==>')} ${text}`)
export const note = (text) => console.log(`    ${text}`)
export const warn = (text) => console.error(`${paint(33, '!!!')} ${text}`)

/** Something is missing and only a person can mend it. */
export class Missing extends Error {
  constructor(what, command) {
    super(command ? `${what}\n    To mend it:\n      ${command}` : what)
    this.name = 'Missing'
  }
}

/** Runs a script's main function; a failure is one readable message and exit status 1. */
export async function main(body) {
  try {
    process.exitCode = (await body(process.argv.slice(2))) ?? 0
  } catch (error) {
    warn(error instanceof Missing ? error.message : (error?.stack ?? String(error)))
    process.exitCode = 1
  }
}
