/** What `npm run agreement` runs. */
import { existsSync } from 'node:fs'
import { corpusFolder } from './corpus'
import { holds, printAgreement } from './print'
import { registered } from './registry'
import { agreementOf } from './run'

/** Prints the whole comparison; the exit status. `only` limits it to files (`folder/name`) that match. */
export async function main(say: (line: string) => void, onFile: (file: string) => void, only: string | null) {
  const corpus = corpusFolder()
  if (!existsSync(corpus)) {
    say(`skipped: no corpus at ${corpus} (VESTIGO_CORPUS names one)`)
    return 0
  }
  const result = await agreementOf(corpus, { ...registered, onFile, ...(only ? { only: new RegExp(only) } : {}) })
  for (const line of printAgreement(result, registered.accepted)) say(line)
  return holds(result) ? 0 : 1
}
