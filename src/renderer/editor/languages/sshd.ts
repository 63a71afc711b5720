import { checkSshd, SSHD_KEYWORDS } from '../../../shared/config-checks/sshd'
import { defineLanguage } from '../define'

const wordAt = (text: string, at: number) => {
  const from = text.lastIndexOf('\n', at - 1) + 1
  const word = /^[ \t]*([A-Za-z0-9]*)/.exec(text.slice(from, from + 200))!
  const start = from + word[0].length - word[1]!.length
  return { word: word[1]!, from: start, to: start + word[1]!.length }
}

export default defineLanguage({
  title: 'OpenSSH server',
  ignoreCase: true,
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/^\s*match\b/, 'tag'],
      [/^\s*[a-z0-9]+/, 'keyword'],
      [/"[^"]*"/, 'string'],
      [/\b(?:yes|no|none|prohibit-password|without-password|forced-commands-only)\b/, 'type'],
      [/\b\d+\b/, 'number'],
    ],
  },
  check: checkSshd,
  complete: (text, at) => {
    const { from, to } = wordAt(text, at)
    if (at > to) return []
    return [...SSHD_KEYWORDS.values()].map((line) => {
      const [label = '', detail = ''] = line.split(': ')
      return { label, detail, kind: 'directive', insert: label, from, to: at }
    })
  },
  hover: (text, at) => {
    const { word, from, to } = wordAt(text, at)
    const line = SSHD_KEYWORDS.get(word.toLowerCase())
    if (!line || at < from || at > to) return null
    const [title = '', meaning = ''] = line.split(': ')
    return { title, text: meaning, source: 'sshd_config(5)', from, to }
  },
})
