import { completeAt } from '../../../shared/syslog/assist-complete'
import { hoverAt } from '../../../shared/syslog/assist-hover'
import { formatEdits } from '../../../shared/syslog/format'
import { foldsOf, includesOf, outlineOf } from '../../../shared/syslog/outline'
import { dialectOf, parseLogConfig } from '../../../shared/syslog/parse'
import type { Document } from '../../../shared/syslog/tree'
import { defineLanguage } from '../define'

let last: { path: string; text: string; document: Document } | null = null
/** The providers ask one after the other for the same text. */
function read(text: string, path: string): Document {
  if (last?.path !== path || last.text !== text)
    last = { path, text, document: parseLogConfig(text, dialectOf(path, text)) }
  return last.document
}

export default defineLanguage({
  title: 'Logging',
  ignoreCase: true,
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/\/\*/, 'comment', '@comment'],
      [/^\s*\$[a-z]\w*/, 'keyword'],
      [/^\s*:[\w$!.-]+(?=,)/, 'variable'],
      [/^\s*[!+][\w*@.,-]+/, 'tag'],
      [/^[ \t]*[*a-z][*a-z0-7,]*\.[!=<>]*(?:[a-z]+|\*)(?:;[*a-z][*a-z0-7,]*\.[!=<>]*(?:[a-z]+|\*))*/, 'type'],
      [
        /\b(?:module|input|action|template|ruleset|global|main_queue|include|parser|property|constant|lookup_table|dyn_stats|timezone)(?=\s*\()/,
        'keyword',
      ],
      [
        /\b(?:if|then|else|foreach|in|do|set|reset|unset|call|call_indirect|stop|continue|and|or|not|contains|contains_i|startswith|startswith_i)\b/,
        'keyword',
      ],
      [/\$[$!./]?[\w@-][\w!@.-]*/, 'variable'],
      [/[a-z][\w.]*(?=\s*=[^=])/, 'attribute'],
      [/"/, 'string', '@double'],
      [/'(?:[^'\\]|\\.)*'/, 'string'],
      [/`[^`]*`/, 'string'],
      [/@@?\S+/, 'tag'],
      [/[-?|]?\/[\w./%-]+/, 'string'],
      [/\b\d+\b/, 'number'],
      [/[{}()[\]]/, 'delimiter'],
    ],
    comment: [
      [/\*\//, 'comment', '@pop'],
      [/[^*]+|\*/, 'comment'],
    ],
    double: [
      [/\\./, 'string.escape'],
      [/%[^%"]*%/, 'variable'],
      [/"/, 'string', '@pop'],
      [/[^"\\%]+|%/, 'string'],
    ],
  },
  complete: (text, at, path, defined) => completeAt(text, at, dialectOf(path, text), defined),
  hover: (text, at, path) => hoverAt(read(text, path), at),
  outline: (text, path) => outlineOf(read(text, path)),
  folds: (text, path) => foldsOf(read(text, path)),
  includes: (text, path) => includesOf(read(text, path)),
  format: (text, path) => formatEdits(read(text, path)),
})
