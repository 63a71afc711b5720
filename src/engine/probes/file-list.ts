/**
 * Lists of files of one trait, a path a line, as UAC finds them: setuid, setgid, world-writable, hidden, without an owner.
 *   /usr/bin/sudo
 *   /tmp/.x/su
 * What they have in common only the file's name tells (`system/suid.txt`).
 */
import { defineProbe, text } from '../define'

const TRAITS: readonly (readonly [RegExp, string])[] = [
  [/suid/, 'setuid'],
  [/sgid/, 'setgid'],
  [/world_writable/, 'world-writable'],
  [/group_writable/, 'group-writable'],
  [/hidden/, 'hidden'],
  [/user_name_unknown/, 'owner without a name'],
  [/group_name_unknown/, 'group without a name'],
  [/socket/, 'socket'],
  [/immutable/, 'immutable'],
]
const NAMES = [
  'suid',
  'sgid',
  'world_writable_files',
  'world_writable_directories',
  'world_writable_not_sticky_directories',
  'group_writable_files',
  'group_writable_directories',
  'hidden_files',
  'hidden_directories',
  'user_name_unknown_files',
  'user_name_unknown_directories',
  'group_name_unknown_files',
  'group_name_unknown_directories',
  'socket_files',
  'immutable_files',
]
const COMPLAINT = /^(?:find|\S*\/find): /

export default defineProbe({
  title: 'Files of one trait (setuid, world-writable, hidden, ...)',
  commands: ['find / -perm -4000 -type f'],
  recognise: { names: NAMES.map((n) => `system/${n}.txt`), byName: true },
  columns: {
    trait: text('What the files have in common, from the name of the list; files when it does not tell'),
    path: text('Path'),
  },
  parse: (lines, out, context) => {
    const name = context.path.slice(context.path.lastIndexOf('/') + 1)
    const trait = TRAITS.find(([pattern]) => pattern.test(name))?.[1] ?? 'files'
    for (const line of lines) {
      if (line.text.startsWith('/')) out.row({ trait, path: line.text }, line)
      else if (COMPLAINT.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not a path')
    }
  },
})
