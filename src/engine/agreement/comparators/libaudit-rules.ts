import { defineComparator } from '../define'

/** `- flags: -a always,exit ...`, wrapped with a deeper indent; files watched lie under a folder of their tests. */
const flags = (yaml: string): string[] =>
  [...yaml.matchAll(/^- flags: (.*(?:\n {4}(?! ).*)*)/gm)].map((m) =>
    m[1]!
      .replace(/\n {4}/g, ' ')
      .replaceAll('/tmp/audit-test/', '/')
      .trim(),
  )

export default defineComparator({
  title: 'go-libaudit on rules for auditctl',
  expects: /^auditd\/libaudit__rules__.*\.expected\.yml$/,
  compare: (input) => {
    const theirs = flags(input.text())
    const ours = input.rows()
    return {
      pairs: [
        { where: 'file', field: 'rules', theirs: theirs.length, ours: ours.length },
        ...theirs.map((rule, i) => ({ where: `rule ${i}`, field: 'flags', theirs: rule, ours: ours[i]?.['rule'] })),
      ],
      // The rule as the bytes that go to the kernel.
      notCarried: ['bytes'],
    }
  },
})
