/** What the core reads of a message kind is the row that `match` gives, or the message is left to it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { entitiesOf } from '../correlate/entities-of'
import { ENTITY_KINDS } from '../correlate/entity-tables'
import type { MessageKind } from '../define'
import { openCore } from '../parse/core'
import type { Dictionary } from '../parse/dictionary'
import { messageRows } from '../parse/message-rows'
import { takeLinks } from '../parse/thing-links'
import { coreThings } from '../parse/things'
import { messages } from '../registry'
import { holdsWord } from '../testing'

interface Taken {
  readonly row: Record<string, unknown>
  readonly ties: string[]
}

/** A core that knows one kind. */
function reader(id: string, kind: MessageKind) {
  const core = openCore()
  const things: Dictionary = coreThings(core)
  const rows = messageRows(new Map([[id, kind]]), core, things)
  const program = rows.of(kind.programs[0]!)
  const names = Object.keys(kind.columns)
  const encoder = new TextEncoder()
  /** The row of a message, when the core takes it; `match` is asked otherwise, so that what it learns is learnt. */
  return (message: string): Taken | null => {
    core.of.begin()
    // In the midst of a block, as in a file.
    const bytes = Buffer.from(encoder.encode(`xx${message}\nFailed`))
    const at = core.place(bytes, 0, bytes.length)
    const held = core.of.event(0, 1, 0, 0, -1, -1, -1, -1, -1, at + 2, at + bytes.length - 7, program.about)
    const links = takeLinks(core)
    const [taken] = rows.take()
    if (held !== 0) {
      rows.ask(program, held, bytes, 2, bytes.length - 7, 0)
      rows.take()
      takeLinks(core)
      return null
    }
    if (!taken) return null
    const row: Record<string, unknown> = {}
    for (const [c, packed] of taken.rows.columns.entries()) {
      const { type } = packed
      const missing = 'valid' in packed && packed.valid !== null && (packed.valid[0]! & 1) === 0
      if (missing) row[names[c]!] = null
      else if (type === 'id') row[names[c]!] = things.text(packed.data[0]!)
      else if (type === 'bool') row[names[c]!] = packed.data[0] === 1
      else if (type === 'i64') row[names[c]!] = new Int32Array(packed.data.buffer)[0]
    }
    const ties = links ? [...links.things].map((n) => `${ENTITY_KINDS[things.kind(n)]} ${things.text(n)}`) : []
    return { row, ties }
  }
}

/** The ties are those that the scan finds, in any order. */
function agree(kind: MessageKind, message: string, taken: Taken): void {
  const scanned = entitiesOf(message, kind.programs[0]!).map(([what, value]) => `${what} ${value}`)
  expect([...taken.ties].sort(), message).toEqual(scanned.sort())
}

const SAMPLES = `
Failed password for invalid user admin from 203.0.113.9 port 4711 ssh2
Failed none for root from 203.0.113.9 port 65535 ssh2
Failed password for root from 203.0.113.9 port 65536 ssh2
Failed password for unknown from 203.0.113.9 port 1 ssh2
Failed password for a from 1.2.3.4 port 5 ssh2 from 203.0.113.9 port 4711 ssh2
Failed password for invalid user user from 203.0.113.9 port 4711 ssh2
Invalid user login from 203.0.113.9 port 4712
Disconnected from invalid user port 203.0.113.9 port 4711 [preauth]
Accepted publickey for alice from 192.0.2.10 port 51234 ssh2: ED25519 SHA256:9dGx
Accepted publickey for alice from 192.0.2.10 port 51234 ssh2: x from 10.0.0.1
Accepted password for alice from 2001:db8::1 port 51234 ssh2
Invalid user guest from 203.0.113.9 port 4712
Invalid user  from 203.0.113.9 port 4712
Invalid user guest from 010.0.113.9 port 4712
Disconnected from authenticating user root 203.0.113.9 port 4711 [preauth]
Connection closed by invalid user admin 203.0.113.9 port 4711
Connection reset by authenticating user unknown 203.0.113.9 port 4711 [preauth]
Disconnected from user alice 203.0.113.9 port 4711
pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root
pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9
pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=
pam_unix(su:auth): authentication failure; logname=al uid=1000 euid=0 tty=pts/1 ruser=al rhost=  user=root
[84211.104233] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:12:34:56:0c:c4:7a:1f:22:9e:08:00 SRC=203.0.113.9 DST=192.0.2.1 LEN=60 TOS=0x00 PREC=0x00 TTL=240 ID=1 DF PROTO=TCP SPT=4711 DPT=22 WINDOW=1024 RES=0x00 SYN URGP=0
[  1.5] DROP IN= OUT=eth1 SRC=203.0.113.9 DST=192.0.2.1 LEN=60 PROTO=UDP SPT=1 DPT=2 LEN=20
IN=eth0 OUT=eth1 SRC=203.0.113.9 DST=192.0.2.1 PROTO=ICMP TYPE=3 CODE=1 [SRC=1.1.1.1 DST=2.2.2.2 PROTO=TCP SPT=5 DPT=6 ]
ACCEPT IN=eth0 OUT=eth1 SRC=203.0.113.9 DST=192.0.2.1 PROTO=2
[UFW AUDIT INVALID] IN=eth0 OUT= PHYSIN=x SRC=203.0.113.9 DST=192.0.2.1 PROTO=TCP SPT=99999 DPT=22
(root) CMD (/usr/lib/php/sessionclean)
(root) CMD ( spaced )
(alice) CMD (test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.hourly; })
(root) CMD ()
(alice) REPLACE (alice)
   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/tcpdump -i eth0
bob : 3 incorrect password attempts ; TTY=pts/1 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/sh
carol : TTY=unknown ; PWD=/ ; USER=#0 ; COMMAND=/bin/true
dave : TTY=pts/2 ; PWD=/srv/a b ; USER=root ; GROUP=adm ; COMMAND=list
pam_unix(sshd:session): session opened for user alice(uid=1000) by (uid=0)
pam_unix(sudo:session): session opened for user root(uid=0) by alice(uid=1000)
pam_unix(cron:session): session closed for user root
pam_unix(su-l:session): session opened for user news by root(uid=0)
pam_unix(su:session): session opened for user x(uid=99999999999) by unknown(uid=0)
`
  .trim()
  .split('\n')

/** Messages of the syslog samples in the shared corpus, when it is there. */
function corpus(): string[] {
  const folder = join(import.meta.dirname, '../../../../shared/corpus/syslog')
  if (!existsSync(folder)) return []
  const out: string[] = []
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (!/\.(log|txt)$/.test(name) || statSync(path).size > 1 << 20) continue
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const m = /^.{1,60}?[\])a-zA-Z]: (.*)$/.exec(line)
      if (m) out.push(m[1]!)
    }
  }
  return out
}

describe.each([...messages].filter(([, kind]) => kind.native))('what the core reads of %s', (id, kind) => {
  const read = reader(id, kind)

  it('agrees with match, on samples, on cuts of them, and on changed bytes', () => {
    let taken = 0
    const check = (message: string, whole = false) => {
      const native = read(message)
      if (!native) return
      taken++
      expect(native.row, message).toEqual(kind.match(message))
      if (whole) agree(kind, message, native)
      expect(holdsWord(kind.words, message), message).toBe(true)
    }
    let s = 5
    const r = (below: number) => {
      s = (Math.imul(s, 1664525) + 1013904223) >>> 0
      return Math.floor((s / 2 ** 32) * below)
    }
    const glyphs = ' .:=[]()09azA-/'
    for (const sample of SAMPLES) {
      check(sample, true)
      for (let cut = 0; cut < sample.length; cut++) check(sample.slice(0, cut))
      for (let i = 0; i < 2000; i++) {
        const at = r(sample.length)
        check(`${sample.slice(0, at)}${glyphs[r(glyphs.length)]}${sample.slice(at + r(2))}`)
      }
    }
    expect(taken).toBeGreaterThan(100)
  })

  it.skipIf(corpus().length === 0)('agrees with match on the corpus', () => {
    for (const message of corpus()) {
      const native = read(message)
      if (!native) continue
      expect(native.row, message).toEqual(kind.match(message))
      agree(kind, message, native)
    }
  })
})
