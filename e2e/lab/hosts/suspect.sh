# The suspect: accounts of every kind that a collection may meet, sshd, rsyslogd that forwards to the log host.
. /run/setup/common.sh
account investigator            # sudo, with the password
account triage                  # sudo, without
account plain                   # no sudo
account noshell /usr/sbin/nologin
account forced                  # a forced command
account sftponly                # sftp and nothing else
account noisy                   # a shell that talks before each command
account german                  # another language
account tcsh /bin/tcsh          # another family of shells
account expired                 # must change the password
account victim                  # its password gets guessed
chage -d 0 expired
echo 'echo "Welcome to the suspect. All use is monitored."; echo "noise on stderr" >&2' > /home/noisy/.bashrc
echo 'export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de' > /home/german/.bashrc
cat > /etc/sudoers.d/lab <<X
investigator ALL=(ALL:ALL) ALL
triage ALL=(ALL:ALL) NOPASSWD: ALL
X
chmod 440 /etc/sudoers.d/lab
echo 'Authorised use only.' > /etc/issue.net
cat > /etc/ssh/sshd_config <<X
Port 22
ListenAddress 10.77.0.10
HostKey /etc/ssh/ssh_host_ed25519_key
HostKey /etc/ssh/ssh_host_rsa_key
HostKey /etc/ssh/ssh_host_ecdsa_key
UsePAM yes
PasswordAuthentication yes
KbdInteractiveAuthentication yes
PermitRootLogin no
MaxStartups 100
Subsystem sftp /usr/lib/openssh/sftp-server
SyslogFacility AUTH
LogLevel VERBOSE
UseDNS no
Banner /etc/issue.net
Match User forced
  ForceCommand echo "backup service: your command was not run"
Match User sftponly
  ForceCommand internal-sftp
X
# An old daemon: what an opt-in for outdated algorithms is for.
cat > /etc/ssh/sshd_old <<X
Port 2200
ListenAddress 10.77.0.10
HostKey /etc/ssh/ssh_host_rsa_key
HostKeyAlgorithms ssh-rsa
PubkeyAcceptedAlgorithms ssh-rsa,ssh-ed25519
KexAlgorithms diffie-hellman-group14-sha1
Ciphers aes128-cbc
MACs hmac-sha1
UsePAM yes
PidFile /run/sshd-old.pid
SyslogFacility AUTH
UseDNS no
X
cat > /etc/rsyslog.conf <<X
module(load="imuxsock")
\$FileCreateMode 0640
\$Umask 0022
auth,authpriv.*   /var/log/auth.log
*.*;auth,authpriv.none -/var/log/syslog
*.* @10.77.0.20:514;RSYSLOG_ForwardFormat
*.* action(type="omfwd" target="10.77.0.20" port="1514" protocol="tcp" template="RSYSLOG_SyslogProtocol23Format" action.resumeRetryCount="-1" action.resumeInterval="1" queue.type="LinkedList" queue.size="10000")
X
cat > /etc/inittab <<X
::respawn:/usr/sbin/rsyslogd -n -iNONE
::respawn:/usr/sbin/sshd -D
::respawn:/usr/sbin/sshd -D -f /etc/ssh/sshd_old
::shutdown:/bin/true
X
