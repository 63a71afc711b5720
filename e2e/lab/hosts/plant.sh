# Run as root inside the suspect: what the collection is to find. Every name here stands in the tests.
set -eu
mkdir -p /usr/lib/.cache
# A sniffer on a packet socket, under a harmless name.
cp /usr/bin/tcpdump /usr/lib/.cache/netmon
setsid /usr/lib/.cache/netmon -Z root -i eth0 -w /dev/null > /dev/null 2>&1 < /dev/null &
# A listener whose program was deleted after the start.
cp /bin/nc.openbsd /tmp/.cache-upd
setsid /tmp/.cache-upd -l -k 0.0.0.0 4444 > /dev/null 2>&1 < /dev/null &
sleep 0.2
rm /tmp/.cache-upd
# A process that wears a kernel thread's name.
setsid perl -e '$0 = q([kworker/0:1-events]); sleep 100000' > /dev/null 2>&1 < /dev/null &
# A listener that a wrapped ps leaves out.
cp /bin/nc.openbsd /usr/lib/.cache/updaterd
setsid /usr/lib/.cache/updaterd -l -k 0.0.0.0 31337 > /dev/null 2>&1 < /dev/null &
mv /usr/bin/ps /usr/lib/.cache/ps
printf '#!/bin/sh\n/usr/lib/.cache/ps "$@" | grep -v -e updaterd -e netmon\n' > /usr/bin/ps
chmod 755 /usr/bin/ps
# A log that is open and deleted.
perl -e 'open F, ">>/var/log/app.log"; $| = 1; select F; $| = 1; print F "2026-01-02T03:04:05+00:00 suspect app[77]: line $_ of a deleted log\n" for 1..5; unlink "/var/log/app.log"; sleep 100000' > /dev/null 2>&1 < /dev/null &
# A chain of rotated logs.
for n in 1 2; do printf 'Jan  %s 03:04:05 suspect app[77]: rotated %s\n' "$n" "$n" > "/var/log/app2.log.$n"; done
gzip /var/log/app2.log.2
printf 'Jan  3 03:04:05 suspect app[77]: newest\n' > /var/log/app2.log
exit 0
