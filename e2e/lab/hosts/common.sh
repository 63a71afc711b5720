# Sourced by the hosts' own set-up. `account NAME [SHELL]` makes a user with the lab's key and password.
account() {
  useradd -m -s "${2:-/bin/bash}" "$1"
  echo "$1:Lab-pw-1" | chpasswd
  install -d -m 700 -o "$1" -g "$1" "/home/$1/.ssh"
  cat /run/setup/*.pub > "/home/$1/.ssh/authorized_keys"
  chown "$1:$1" "/home/$1/.ssh/authorized_keys"
  chmod 600 "/home/$1/.ssh/authorized_keys"
}
rm -f /etc/ssh/ssh_host_*
ssh-keygen -q -A
touch /var/log/lastlog /var/log/wtmp /var/log/btmp /run/utmp
chmod 660 /var/log/btmp
