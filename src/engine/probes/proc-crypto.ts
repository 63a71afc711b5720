/**
 * Ciphers and digests that the kernel has, /proc/crypto (proc_crypto(5)); a paragraph each.
 *   name         : blake2b-512
 *   driver       : blake2b-512-generic
 *   module       : blake2b_generic
 *   priority     : 100
 */
import { defineProbe, int, list, optional, text } from '../define'
import { count } from '../probes-lib/numbers'
import { paragraphs } from '../probes-lib/paragraphs'

export default defineProbe({
  title: 'Ciphers of the kernel (/proc/crypto)',
  commands: ['/proc/crypto'],
  recognise: {
    names: ['proc/crypto', 'proc_crypto*'],
    shape: /^\s*name {9}: .*\ndriver {7}: .*\nmodule {7}: /,
  },
  columns: {
    name: text('Algorithm'),
    driver: text('Implementation'),
    module: optional(text('Module that brings it; kernel when it is built in')),
    priority: optional(int('The implementation with the highest priority is used')),
    refcnt: optional(int('Number of references', 'count')),
    selftest: optional(text('passed, or unknown')),
    internal: optional(text('yes when only the kernel may use it')),
    type: optional(text('cipher, shash, aead, skcipher, rng, kpp, ...')),
    block_size: optional(int('Size of a block', 'bytes')),
    digest_size: optional(int('Size of a digest', 'bytes')),
    min_key_size: optional(int('Shortest key', 'bytes')),
    max_key_size: optional(int('Longest key', 'bytes')),
    other: list('Further fields as name=value'),
  },
  parse: (lines, out) => {
    for (const { fields, first, last } of paragraphs(lines, out, 'name', 'not a field of /proc/crypto')) {
      const take = (name: string): string | null => {
        const value = fields.get(name)
        fields.delete(name)
        return value === undefined || value === '' ? null : value
      }
      const number = (name: string) => count(take(name))
      out.row(
        {
          name: take('name') ?? '',
          driver: take('driver') ?? '',
          module: take('module'),
          priority: number('priority'),
          refcnt: number('refcnt'),
          selftest: take('selftest'),
          internal: take('internal'),
          type: take('type'),
          block_size: number('blocksize'),
          digest_size: number('digestsize'),
          min_key_size: number('min keysize'),
          max_key_size: number('max keysize'),
          other: [...fields].map(([name, value]) => `${name}=${value}`),
        },
        first,
        last,
      )
    }
  },
})
