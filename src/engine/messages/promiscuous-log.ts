/**
 * The kernel's word that an interface enters or leaves promiscuous mode (net/core/dev.c).
 *   device eth0 entered promiscuous mode                      since 2.2
 *   eth0: entered promiscuous mode                             since 6.3
 *   eth0: Promiscuous mode enabled.                            drivers of 2.0 to 2.4
 *   audit: type=1700 ... dev=eth0 prom=256 old_prom=0 ...      ANOM_PROMISCUOUS
 */
import { bool, defineMessage, text } from '../define'

const NAME = '([A-Za-z0-9._:@-]{1,32})'
const DEVICE = new RegExp(`(?:^|\\s)device ${NAME} (entered|left) promiscuous mode`)
const COLON = new RegExp(`(?:^|\\s)${NAME}: (entered|left) promiscuous mode`)
const DRIVER = new RegExp(`(?:^|\\s)${NAME}: Promiscuous mode (enabled|disabled)`)
const AUDIT = new RegExp(`\\bdev=${NAME} prom=(\\d+) old_prom=(\\d+)`)

export default defineMessage({
  title: 'Promiscuous mode in the kernel log',
  programs: ['kernel', 'audit'],
  words: ['romiscuous mode', 'old_prom='],
  columns: { interface: text('Interface name'), entered: bool('True when it entered, false when it left') },
  match: (message) => {
    const m = DEVICE.exec(message) ?? COLON.exec(message) ?? DRIVER.exec(message)
    if (m) return { interface: m[1]!, entered: m[2] === 'entered' || m[2] === 'enabled' }
    const a = AUDIT.exec(message)
    return a && a[2] !== a[3] ? { interface: a[1]!, entered: a[2] !== '0' } : null
  },
  entities: (row) => [['interface', row.interface]],
})
