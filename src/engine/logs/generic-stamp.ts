/**
 * Any log whose lines begin with a full date in another spelling than ISO. Lower confidence than every format that
 * knows its program.
 *
 *   Mon Jun  6 18:43:28 2016 [pid 2] CONNECT: Client "192.0.2.9"          vsftpd (asctime)
 *   [Thu Feb  1 10:40:13 2018] rhn_check ...                              up2date
 *   19-Oct-2022 05:34:02.425 client @0x7f65 192.0.2.1#3076: ...           BIND
 *   [17/Jun/2011 17:00:45] Attempt to deliver ...                         Kerio, Webmin
 *   130324  0:04:00 [Warning] Access denied for user                      MySQL before 5.6
 *   [20220407-12:11:06] [INFO ] AUTHFAIL: user=x                          xrdp
 *   1386543323.000      4 192.0.2.7 TCP_DENIED/403 4099 GET ...           Squid (seconds since 1970)
 *   1741079564:  >>> emerge (1 of 1) net-analyzer/nmap                    Portage
 *   E [04/Mar/2025:09:12:44 +0100] Unable to open listen socket           CUPS
 *   (Tue Mar  4 09:12:44 2025) [sssd] [main] (0x0010): ...                SSSD
 *   [1387288694] nsd[7745]: info: ratelimit block                         NSD, Nagios
 */
import { defineLog, int, optional, text, time } from '../define'
import { genericReader } from './scan/generic-reader'
import { genericShape } from './scan/generic-shape'

export default defineLog({
  title: 'Log with dates in another spelling',
  recognise: { names: ['*.log', '**/log/**'], shape: (head) => genericShape(head, 'other') },
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
