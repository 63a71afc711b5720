/**
 * What an ordinary Unix or Linux host may run, used until the examiner adopts a policy. Deliberately about daemons of
 * distributions in their usual places; a site's own services are for its own policy to name.
 */
import type { Policy } from '../../shared/model'

const LISTENERS = `
sshd tcp/22, systemd tcp/22, telnetd tcp/23, sendmail* tcp/25, sendmail* tcp/587, master tcp/25, exim* tcp/25,
named tcp/53, named udp/53, named tcp/953, dnsmasq tcp/53, dnsmasq udp/53, dnsmasq udp/67, systemd-resolve* udp/53,
systemd-resolve* tcp/53, systemd-resolve* tcp/5355, systemd-resolve* udp/5355, dhcpd udp/67, dhclient udp/68,
systemd-network* udp/68, NetworkManager udp/68, httpd tcp/80, httpd tcp/443, apache2 tcp/80, apache2 tcp/443,
nginx* tcp/80, nginx* tcp/443, portmap tcp/111, portmap udp/111, rpcbind tcp/*, rpcbind udp/*, systemd tcp/111,
systemd udp/111, rpc.* tcp/*, rpc.* udp/*, ntpd udp/123, chronyd udp/123, chronyd udp/323, systemd-timesyn* udp/*,
nmbd udp/137, nmbd udp/138, smbd tcp/139, smbd tcp/445, smbd udp/*, snmpd udp/161, snmpd tcp/199, slapd tcp/389,
slapd tcp/636, syslogd udp/514, rsyslogd udp/514, rsyslogd tcp/514, syslog-ng udp/514, syslog-ng tcp/514, lpd* tcp/515,
cupsd tcp/631, cupsd udp/631, cups-browsed udp/631, mysqld tcp/3306, mariadbd tcp/3306, postgres tcp/5432,
postmaster tcp/5432, avahi-daemon udp/*, X tcp/6000, Xorg tcp/6000, xinetd tcp/32769, inetd tcp/*, dovecot tcp/110,
dovecot tcp/143, dovecot tcp/993, dovecot tcp/995
`
const PROCESSES = `
init, systemd, systemd-*, (sd-pam), kthreadd, ksoftirqd/*, kworker/*, migration/*, rcu_*, watchdog/*, kswapd*, kupdated,
bdflush, bdf flush, kflushd, kpiod, keventd, kreclaimd, khubd, mdrecoveryd, kjournald, nfsd, lockd, rpciod, mingetty,
agetty, getty, login, syslogd, klogd, rsyslogd, syslog-ng, auditd, portmap, rpcbind, rpc.*, automou*, atd, cron, crond,
CROND, CRON, sshd, sshd-*, xinetd, inetd, lpd, cupsd, sendmail, sendmail:*, master, pickup, qmgr, httpd, apache2, nginx,
gpm, xfs, X, Xorg, kdm, gdm*, smbd, nmbd, named, ntpd, chronyd, dbus-daemon, dbus-broker*, polkitd, NetworkManager,
dhclient, bash, sh, dash, zsh, ksh, csh, tcsh, su, sudo, ps, top, more, less, cat, awk, sadc, sa1, snort, ls, grep, sed
`
const entries = (text: string): string[] =>
  text
    .split(/,\s*|\n/)
    .map((e) => e.trim())
    .filter(Boolean)

export const BASELINE: Policy = {
  listeners: entries(LISTENERS),
  processes: entries(PROCESSES),
  origin: 'built-in baseline of ordinary daemons; adopt a policy to replace it',
}
