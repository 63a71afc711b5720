# The log host: keeps what the suspect sends, by sender.
. /run/setup/common.sh
account investigator
echo 'investigator ALL=(ALL:ALL) NOPASSWD: ALL' > /etc/sudoers.d/lab
chmod 440 /etc/sudoers.d/lab
cat > /etc/rsyslog.conf <<X
module(load="imuxsock")
module(load="imudp")
module(load="imtcp")
input(type="imudp" port="514" ruleset="udp")
input(type="imtcp" port="1514" ruleset="tcp")
template(name="byhostU" type="string" string="/var/log/remote/%HOSTNAME%/udp.log")
template(name="byhostT" type="string" string="/var/log/remote/%HOSTNAME%/tcp.log")
ruleset(name="udp"){ action(type="omfile" dynaFile="byhostU" template="RSYSLOG_FileFormat") }
ruleset(name="tcp"){ action(type="omfile" dynaFile="byhostT" template="RSYSLOG_FileFormat") }
*.* -/var/log/syslog
X
mkdir -p /var/log/remote
cat > /etc/inittab <<X
::respawn:/usr/sbin/rsyslogd -n -iNONE
::respawn:/usr/sbin/sshd -D
::shutdown:/bin/true
X
