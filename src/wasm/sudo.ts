/**
 * A command that sudo ran, into rows of `sudo`:
 *      alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/tcpdump -i eth0
 * Columns: account, runas, terminal, directory, command, allowed, reason.
 */
import { lit, past } from './memory'
import { beginRow, SUDO, setCell, setText } from './rows'
import { isNothing, pastName, pastWord } from './steps'

const TTY = lit(' : TTY=')
const PWD = lit(' ; PWD=')
const USER = lit(' ; USER=')
const COMMAND = lit(' ; COMMAND=')
const LONGEST: usize = 4000

export function sudo(from: usize, to: usize, event: i32): bool {
  let account = from
  while (account < to && load<u8>(account) == 32) account++
  const accountEnd = pastName(account, to, 64)
  const tty = past(accountEnd, to, TTY)
  const ttyEnd = pastWord(tty, to, 64)
  const pwd = past(ttyEnd, to, PWD)
  const pwdEnd = pastWord(pwd, to, 1024)
  const user = past(pwdEnd, to, USER)
  const userEnd = pastWord(user, to, 64)
  const command = past(userEnd, to, COMMAND)
  if (command == 0 || command == to || to - from > LONGEST) return false
  if (isNothing(tty, ttyEnd) || isNothing(pwd, pwdEnd) || isNothing(user, userEnd)) return false
  beginRow(SUDO, 7, event)
  setText(0, account, accountEnd)
  setText(1, user, userEnd)
  setText(2, tty, ttyEnd)
  setText(3, pwd, pwdEnd)
  setText(4, command, to)
  setCell(5, 1)
  return true
}
