/**
 * /etc/hosts: addresses with their names, hosts(5).
 *   192.168.1.20    zeus.olympus.net zeus
 */
import { defineProbe, eachLine, list, SKIP, text } from '../define'
import { words } from '../probes-lib/lines'

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=[^:]{0,4}:)[0-9a-fA-F:.]{2,64}(?:%\S+)?)$/

export default defineProbe({
  title: 'Host names (/etc/hosts)',
  commands: ['/etc/hosts'],
  recognise: {
    names: ['etc/hosts'],
    // Every line an address and names, and the loopback among them: nothing else looks like this from end to end.
    shape: (head) => {
      const lines = head.lines.map((l) => l.replace(/#.*/, '').trim()).filter(Boolean)
      const fits = lines.filter((l) => {
        const [address, ...names] = l.split(/\s+/)
        return ADDRESS.test(address!) && names.length > 0 && names.every((n) => /^[\w.-]+$/.test(n) && !/^\d+$/.test(n))
      })
      return lines.length > 0 &&
        fits.length >= lines.length * 0.8 &&
        lines.some((l) => /^(127\.\S+|::1)\s+.*\blocalhost/.test(l))
        ? 0.8
        : 0
    },
  },
  columns: { address: text('Network address'), name: text('Canonical host name'), aliases: list('Other names for it') },
  parse: eachLine((line) => {
    const mark = line.indexOf('#')
    const [address, name, ...aliases] = words(mark < 0 ? line : line.slice(0, mark))
    if (address === undefined) return SKIP
    return name !== undefined && ADDRESS.test(address) ? { address, name, aliases } : null
  }),
})
