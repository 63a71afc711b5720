/**
 * Words for a remote shell. Everything that is not our own constant text goes through here.
 *
 * sshd hands the command to the account's login shell, which may be sh, csh or fish: what is quoted here means the same
 * to all of them. csh ends a quoted word at a line feed, so a word that holds one cannot be passed.
 */
import { Fault } from '../../shared/fault'

/** Whether a word can be passed at all: no NUL, no line break. */
export const quotable = (word: string): boolean => !/[\0\n\r]/.test(word)

/** `it's` -> `'it'\''s'`. Errors: Fault `bad-use` for a word that no shell takes. */
export function quote(word: string): string {
  if (!quotable(word)) throw new Fault('bad-use', 'a name with a line break or NUL cannot be passed to a shell')
  return `'${word.replaceAll("'", "'\\''")}'`
}
