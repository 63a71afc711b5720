/**
 * Any log whose lines begin with an ISO date: so that the log of a program that nobody has heard of lies on the
 * timeline. Lower confidence than every format that knows its program.
 *
 *   2025-03-04 09:12:44,123 - util.py[DEBUG]: Cloud-init v. 22.4 running                    cloud-init
 *   2025-03-04T09:12:44+0100 DEBUG DNF version: 4.7.0                                       dnf
 *   2025-03-04 09:12:44,123 fail2ban.actions        [812]: NOTICE  [sshd] Ban 192.0.2.7     fail2ban
 *   2025-03-04 09:12:44.123 CET [4123] LOG:  database system is ready                       PostgreSQL
 *   2025-03-04T09:12:44.123456Z 0 [Note] mysqld: ready for connections                      MySQL
 *   [2025-03-04 09:12:44] NOTICE[1638] chan_sip.c: Registration failed                      Asterisk
 *   update-alternatives 2025-03-04 09:12:44: run with --install ...                         alternatives.log
 *   time="2025-03-04T09:12:44Z" level=info msg="..."                                        containerd, podman
 *
 * A line without a stamp belongs to the one before (a stack trace). A severity is taken where a known word stands in
 * capitals or marks; a program and PID only from `name[123]`; nothing is guessed from prose.
 */
import { defineLog, int, optional, text, time } from '../define'
import { genericReader } from './scan/generic-reader'
import { genericShape } from './scan/generic-shape'

export default defineLog({
  title: 'Log with ISO stamps',
  recognise: { names: ['*.log', '**/log/**'], shape: (head) => genericShape(head, 'iso') },
  yearless: false,
  zoneless: true,
  splittable: true,
  columns: {
    ts: time('The stamp at the start of the line; the capture’s zone applies where it has no offset'),
    program: optional(text('From `name[pid]` right after the stamp, where the line has it')),
    pid: optional(int('From `name[pid]` or `[pid 123]` right after the stamp')),
    severity: optional(int('From a severity word in capitals or marks right after the stamp')),
    message: text('What follows the stamp'),
  },
  open: genericReader,
})
