/**
 * An interface begins or ends to take every packet, as the kernel logs it.
 *
 *   [  812.330001] device eth0 entered promiscuous mode            net/core/dev.c until Linux 6.4
 *   e1000 0000:00:03.0 eth0: entered promiscuous mode              since: the driver stands first
 *   eth0: Promiscuous mode enabled. / eth0: Setting promiscuous mode.    drivers of Linux 2.0 to 2.4
 *   audit: type=1700 audit(1390181243.575:738): dev=eth0 prom=256 old_prom=0 auid=1000 uid=0 gid=0 ses=4
 *   type=ANOM_PROMISCUOUS msg=audit(1390181243.575:738): dev=eth0 prom=256 old_prom=0 auid=1000 uid=0
 *   em0: promiscuous mode enabled                                  the BSDs
 *
 * 256 is IFF_PROMISC (0x100). A sniffer that uses a packet socket shows here, too: dev_set_promiscuity() logs each change
 * from none to one.
 */
import { bool, defineMessage, int, optional, text } from '../define'
import { kernelText } from './lib/text'

const MODE =
  /^(?:device (?<old>\S{1,64})|(?:\S{1,64} ){0,3}?(?<name>[^\s:]{1,64})(?: \(unregistering\))?:) (?<what>entered|left) (?:promiscuous|allmulticast and promiscuous) mode$/
const DRIVER =
  /^(?<name>[^\s:]{1,64}): (?:(?<on>Promiscuous mode enabled|Setting promiscuous mode|promiscuous mode enabled)|promiscuous mode disabled)\.?$/i
const AUDIT =
  /\baudit\(\d{1,12}\.\d{1,6}:\d{1,12}\): dev=(?:"(?<quoted>[^"]{1,64})"|(?<name>\S{1,64})) prom=(?<prom>\d{1,6}) old_prom=(?<old>\d{1,6})(?: auid=(?<auid>\d{1,10}))?/

export default defineMessage({
  title: 'Promiscuous mode',
  programs: ['kernel', 'audit', 'auditd', '/bsd', '/kernel', 'audispd'],
  logs: ['audit'],
  words: ['promiscuous mode', 'Promiscuous mode', ' prom='],
  columns: {
    interface: text('Interface'),
    entered: bool('True when it began, false when it ended'),
    login_uid: optional(int('Audit login id of who did it; null when not told or not a login')),
  },
  match: (message) => {
    const line = kernelText(message).trimEnd()
    const mode = MODE.exec(line)?.groups
    if (mode) return { interface: (mode['old'] ?? mode['name'])!, entered: mode['what'] === 'entered', login_uid: null }
    const driver = DRIVER.exec(line)?.groups
    if (driver) return { interface: driver['name']!, entered: driver['on'] !== undefined, login_uid: null }
    const audit = AUDIT.exec(line)?.groups
    if (!audit) return null
    const now = (Number(audit['prom']) & 256) !== 0
    const before = (Number(audit['old']) & 256) !== 0
    if (now === before) return null
    const auid = audit['auid'] === undefined ? null : Number(audit['auid'])
    return {
      interface: (audit['quoted'] ?? audit['name'])!,
      entered: now,
      // 4294967295 is -1: set by no login.
      login_uid: auid === 4_294_967_295 ? null : auid,
    }
  },
  entities: (row) => [['interface', row.interface]],
})
