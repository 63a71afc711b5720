/**
 * Shell scripts that a deployment runs on the host as root; POSIX sh and what every system has. Words that come from
 * outside are quoted by the caller.
 */
import { quote } from '../collect/quote'

/** Where backups stay on the host, one folder a deployment, for root alone. */
export const HOME = '/var/lib/vestigo-deploy'

/** Lines `file <sha256> <mode> <uid> <gid> <path>`, `none <path>`; `daemon <name> <pid>`; `how <way>`. */
export const lookScript = (paths: readonly string[]): string =>
  [
    'sum() { sha256sum < "$1" 2>/dev/null | cut -d" " -f1; }',
    `for f in ${paths.map(quote).join(' ')}; do if [ -e "$f" ]; then echo "file $(sum "$f") $(stat -c "%a %u %g" "$f") $f"; else echo "none $f"; fi; done`,
    FIND_DAEMON,
    'echo "daemon $name $pid"',
    HOW,
    'echo "how $how"',
  ].join('; ')

/** `open` or `shut`, neither where sockets cannot be seen; `name <line>` of /etc/services. In /proc a TCP state of 0A listens. */
export const listensScript = (protocol: 'udp' | 'tcp', port: number): string => {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const listening = protocol === 'tcp' ? ' && $4 == "0A"' : ''
  return [
    `if [ -r /proc/net/${protocol} ]; then cat /proc/net/${protocol} /proc/net/${protocol}6 2>/dev/null | awk '$2 ~ /:${hex}$/${listening} { f = 1 } END { print (f ? "open" : "shut") }'`,
    `elif command -v netstat >/dev/null 2>&1; then netstat -an | awk '/^${protocol}/ && $4 ~ /[.:]${port}$/ { f = 1 } END { print (f ? "open" : "shut") }'; fi`,
    `awk '$2 == "${port}/${protocol}" && !n { n = 1; print "name " $0 }' /etc/services 2>/dev/null; true`,
  ].join('; ')
}

/** Sets name, pid and line: of the log daemon that runs. */
const FIND_DAEMON =
  'name=; pid=; line=; for p in /proc/[0-9]*; do c=$(cat $p/comm 2>/dev/null); case "$c" in rsyslogd|syslogd) name=$c; pid=$(basename $p); line=$(tr "\\000" " " < $p/cmdline); break;; esac; done'
/**
 * Sets how: systemctl, service, rc or signal, and unit. A script of init.d counts only when its pid file names the daemon
 * that runs: it may be there and not be what started it.
 */
const HOW = [
  'how=signal; unit=; ours=',
  'for f in /run/rsyslogd.pid /var/run/rsyslogd.pid /run/syslogd.pid /var/run/syslogd.pid /run/rsyslog.pid; do [ -n "$pid" ] && [ "$(cat $f 2>/dev/null)" = "$pid" ] && ours=1; done',
  'for u in rsyslog syslog sysklogd syslogd; do if [ -d /run/systemd/system ] && systemctl cat $u.service >/dev/null 2>&1; then how=systemctl; unit=$u; break; elif [ -n "$ours" ] && { [ -x /etc/init.d/$u ] || [ -x /etc/rc.d/$u ] || [ -x /etc/rc.d/init.d/$u ]; }; then unit=$u; if command -v service >/dev/null 2>&1; then how=service; else how=rc; fi; break; fi; done',
].join('; ')

/**
 * Restarts the daemon in the way that the host has, and waits until one runs that is another than before. By signal:
 * ends it, as rsyslog reads its configuration at its start only; init may start it again, or it is started as it was.
 */
const RESTART = [
  FIND_DAEMON,
  HOW,
  'old=$pid',
  // Without systemd running, a script of init.d may be there and not be used.
  'case $how in systemctl) systemctl restart $unit;; service) service $unit restart;; rc) for d in /etc/init.d /etc/rc.d /etc/rc.d/init.d; do [ -x $d/$unit ] && { $d/$unit restart; break; }; done;; signal) if [ "$name" = syslogd ] && [ -n "$old" ]; then kill -HUP $old; elif [ -n "$old" ]; then kill -TERM $old; fi;; esac >/dev/null 2>&1',
  'n=0; while [ $n -lt 50 ]; do sleep 0.2 2>/dev/null || sleep 1; was=$line; FIND; [ -n "$pid" ] && { [ "$pid" != "$old" ] || [ "$name" = syslogd ]; } && break; [ -n "$line" ] || line=$was; n=$((n+1)); [ $n -eq 25 ] && [ -z "$pid" ] && [ -n "$line" ] && { setsid $line </dev/null >/dev/null 2>&1 & }; done'.replace(
    'FIND',
    FIND_DAEMON,
  ),
].join('; ')

/** Restarts, waits a moment, and says `up <how> <pid>` or `down <how>`. */
export const restartScript = `${RESTART}; now=$pid; sleep 1; ${FIND_DAEMON}; if [ -n "$pid" ] && [ "$pid" = "$now" ]; then echo "up $how $pid"; else echo "down $how"; fi`

/** Puts the files of a backup back and restarts; written to the host so that it can be run without us. */
export function restoreScript(
  id: string,
  files: readonly { readonly path: string; readonly existed: boolean }[],
): string {
  const home = `${HOME}/${id}`
  return [
    '#!/bin/sh',
    `# Puts back what stood here before the deployment ${id}.`,
    `if [ -e ${home}/restored ]; then exit 0; fi`,
    'bad=0',
    ...files.map(({ path, existed }, i) =>
      existed
        ? `t=$(dirname ${quote(path)})/.vestigo-${id}-${i}; if cmp -s ${home}/old-${i} ${quote(path)}; then :; elif cp -p ${home}/old-${i} "$t" && { chcon --reference=${home}/old-${i} "$t" 2>/dev/null; true; } && mv -f "$t" ${quote(path)}; then :; else rm -f "$t"; bad=1; fi`
        : `rm -f ${quote(path)}`,
    ),
    RESTART,
    `[ $bad -eq 0 ] && : > ${home}/restored`,
    'exit $bad',
    '',
  ].join('\n')
}

/** Waits on the host itself, and puts the old files back unless it was told that all is well. */
export const armScript = (id: string, seconds: number): string => {
  const home = `${HOME}/${id}`
  const wait = `n=0; while [ $n -lt ${Math.ceil(seconds)} ]; do [ -e ${home}/confirmed ] && exit 0; sleep 1; n=$((n+1)); done; sh ${home}/restore.sh`
  return `if command -v setsid >/dev/null 2>&1; then setsid nohup sh -c ${quote(wait)} </dev/null >/dev/null 2>&1 & else nohup sh -c ${quote(wait)} </dev/null >/dev/null 2>&1 & fi; echo armed`
}

export const backUpScript = (
  id: string,
  paths: readonly { readonly path: string; readonly existed: boolean }[],
): string =>
  [
    'set -e',
    ...paths.flatMap(({ path, existed }, i) => (existed ? [`cp -p ${quote(path)} ${HOME}/${id}/old-${i}`] : [])),
    'sync',
    'echo kept',
  ].join('; ')

/** Each file goes into place in one step, with owner, mode and SELinux context of the one that it replaces. */
export const swapScript = (
  id: string,
  paths: readonly { readonly path: string; readonly existed: boolean }[],
): string =>
  [
    'set -e',
    ...paths.flatMap(({ path, existed }, i) => {
      const t = `"$(dirname ${quote(path)})/.vestigo-${id}-${i}"`
      const copy = existed
        ? `cp -p ${quote(path)} ${t}; cat ${HOME}/${id}/new-${i} > ${t}; chcon --reference=${quote(path)} ${t} 2>/dev/null || true`
        : `cp ${HOME}/${id}/new-${i} ${t}; chmod 644 ${t}`
      return [copy, `cmp -s ${HOME}/${id}/new-${i} ${t}`, 'sync', `mv -f ${t} ${quote(path)}`]
    }),
    'sync',
    'echo swapped',
  ].join('; ')

export const cleanScript = (id: string, paths: readonly { readonly path: string }[]): string =>
  paths.map(({ path }, i) => `rm -f "$(dirname ${quote(path)})/.vestigo-${id}-${i}"`).join('; ')
