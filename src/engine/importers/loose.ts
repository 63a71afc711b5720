/**
 * Captured outputs under any names (`a.txt`, `netstat-anp.out`), or single files: content decides what each is.
 * A file that mirrors a host path (`etc/passwd`, `var/log/messages`) is taken as that path.
 */
import { defineImporter } from '../define'

const MIRROR = /(?:^|\/)((?:etc|var\/log|proc|usr\/lib|root|home)\/.+)$/

export default defineImporter({
  title: 'Folder of captured outputs',
  recognise: () => 0.1,
  open: () => ({
    root: '',
    facts: {},
    member: (path) => {
      const m = MIRROR.exec(path)
      return { command: null, hostPath: m ? `/${m[1]}` : null, collector: false }
    },
  }),
})
