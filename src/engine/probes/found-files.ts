/**
 * Paths that a search over the file system found, one a line, as UAC lists them.
 *   system/suid.txt                    /usr/bin/sudo
 *   system/world_writable_files.txt    /tmp/.x11
 * A path tells nothing of the search: the file's name does. `find` names on its error output what it could not enter; where
 * that was kept in the same file its lines are noise.
 */
import { defineProbe, text } from '../define'

const LISTS = [
  'suid',
  'sgid',
  'suid_sgid',
  'world_writable_files',
  'world_writable_directories',
  'world_writable',
  'group_writable_files',
  'group_writable_directories',
  'hidden_files',
  'hidden_directories',
  'hidden_files_directories',
  'user_name_unknown_files',
  'user_name_unknown_directories',
  'group_name_unknown_files',
  'group_name_unknown_directories',
  'socket_files',
] as const
const ABOUT = new RegExp(`(?:^|/)(${LISTS.join('|')})(?:\\.txt)?$`)
const PATHS = /^\/[^\0]*$/

export default defineProbe({
  title: 'Files found by a search (set-user-id, writable by all, hidden, ...)',
  commands: ['find / -perm -4000', 'find / -perm -2000', 'find / -type f -perm -2', 'find / -nouser'],
  recognise: { names: LISTS.flatMap((name) => [`${name}.txt`, `system/${name}`]), byName: true },
  columns: {
    list: text('What was searched for, by the name of the file: suid, world_writable_files, ...'),
    path: text('Path that was found'),
  },
  parse: (lines, out, context) => {
    const list = ABOUT.exec(context.path)?.[1] ?? 'unknown'
    for (const line of lines) {
      if (PATHS.test(line.text) && line.text.length < 5000) out.row({ list, path: line.text }, line)
      else if (/^find: /.test(line.text)) out.noise(line)
      else out.unparsed(line, 'not an absolute path')
    }
  },
})
