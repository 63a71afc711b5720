/**
 * Whether a file tells of something beside the host as it is: a container's root inside the copy, a backup of an older
 * state, a command that ran in another network namespace or in a container. Its rows stand in the tool's own table; they
 * are not merged with what the host's own files and commands show, and do not name the host.
 *   /var/lib/docker/overlay2/3f.../diff/etc/passwd   /etc/passwd-   /var/backups/group.bak   ip netns exec blue ip addr
 */

/** Folders of a host that are looked at by their place at its root. */
const NESTED =
  /^\/(?!private\/(?:etc|var)\/[^/]+$|(?:private\/)?var\/(?:run|log)\/[^/]+$).+\/(?:etc|proc|run|var\/run|var\/log|usr\/lib)\/(?:passwd|group|shadow|gshadow|hostname|hosts|services|os-release|timezone|adjtime|\d+\/|net\/|[uwb]tmp|lastlog|faillog|uptime$|stat$|mounts$)/
const BACKUP =
  /(?:^\/etc\/(?:passwd|group|shadow|gshadow)-|~|\.(?:bak|orig|old|save|rpmsave|rpmnew|rpmorig|dpkg-\w+|ucf-\w+|pacnew|pacsave)|^\/var\/backups\/.*)$/
const ELSEWHERE =
  /^(?:(?:sudo|timeout|nice)\s+(?:\S*\d\S*\s+)?)?(?:ip\s+(?:-\w+\s+)*netns\s+exec|(?:docker|podman|nerdctl|crictl)\s+(?:container\s+)?exec|kubectl\s.*\bexec|oc\s.*\bexec|lxc(?:-attach)?\s+(?:exec|-n)|machinectl\s+shell|nsenter|chroot)\s/

/** `path`: absolute on the host where the bundle tells it; `command`: as typed, when it is an output. */
export function isAside(path: string, command: string | null): boolean {
  if (command !== null && ELSEWHERE.test(command)) return true
  return path.startsWith('/') && path.length < 4096 && (NESTED.test(path) || BACKUP.test(path))
}
