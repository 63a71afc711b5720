#!/bin/bash
# First process of a lab host: an overlay on the shared root file system, its own /proc /sys /dev /run /tmp, then the
# host's own set-up, then init. Usage: boot.sh NAME ROOTFS LAB HERE
set -eu
name=$1 rootfs=$2 lab=$3 here=$4 place=$3/host-$1
hostname "$name"
mount -t tmpfs -o size=2g,mode=755 tmpfs "$place"
mkdir -p "$place/upper" "$place/work" "$place/root"
mount -t overlay overlay -o "lowerdir=$rootfs,upperdir=$place/upper,workdir=$place/work" "$place/root"
cd "$place/root"
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
# journald asks for a tree of control groups.
mount -t cgroup2 -o ro none sys/fs/cgroup || true
mount -t tmpfs -o mode=755,nosuid tmpfs dev
mkdir -p dev/pts dev/shm
for device in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "dev/${device%:*}" c 1 "${device#*:}"; done
mknod -m 666 dev/tty c 5 0
mknod -m 600 dev/kmsg c 1 11
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for link in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${link%:*}" "dev/${link#*:}"; done
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mkdir -p run/sshd run/lock run/old run/setup
cp "$lab"/keys/*.pub "$here"/hosts/*.sh run/setup/
echo "$name" > etc/hostname
printf '127.0.0.1 localhost\n10.77.0.1 analyst\n10.77.0.10 suspect\n10.77.0.20 loghost\n10.77.3.10 far\n' > etc/hosts
echo 'Set disable_coredump false' > etc/sudo.conf
pivot_root . run/old
cd /
export PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
bash -e "/run/setup/$name.sh"
rm -r /run/setup
touch "/run/old$place.ready"
umount -l /run/old
rmdir /run/old
# Nothing in a lab host may set the machine's clock, load a module or restart it.
exec setpriv --bounding-set -sys_time,-sys_boot,-sys_module,-sys_rawio,-mac_admin,-bpf,-perfmon /bin/busybox init
