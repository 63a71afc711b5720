/**
 * A file that is being written, and how much of it other threads may read already. What they read are the bytes that are
 * kept, not those of the source, which may change meanwhile.
 */
import { link, unlink } from 'node:fs/promises'
import { PAGE } from './direct'

export interface Growing {
  /** A name of its own, so that it can be opened also when the file has got its last one. */
  readonly path: string
  /** [how far it is written, in pages; what became of it]; whoever waits for more waits at the first. */
  readonly state: Int32Array<SharedArrayBuffer>
}
const PAGES = 0
const END = 1
const WHOLE = 1
const GIVEN_UP = 2

export interface Grower {
  readonly file: Growing
  /** So many bytes from its start are there. */
  written(bytes: number): void
  /** All of it is there, or there will be no more of it. */
  end(whole: boolean): void
  /** Removes the name. */
  drop(): Promise<void>
}

/** Gives a file that is being written a second name. null where the file system has none. */
export async function grow(path: string): Promise<Grower | null> {
  const second = `${path}-ahead`
  try {
    await link(path, second)
  } catch {
    return null
  }
  const state = new Int32Array(new SharedArrayBuffer(8))
  const tell = (at: number, value: number) => {
    Atomics.store(state, at, value)
    Atomics.notify(state, PAGES)
  }
  return {
    file: { path: second, state },
    written: (bytes) => tell(PAGES, Math.floor(bytes / PAGE)),
    end: (whole) => {
      Atomics.store(state, END, whole ? WHOLE : GIVEN_UP)
      // A value that nobody waits for: those who wait see that it has changed.
      tell(PAGES, Atomics.load(state, PAGES) + 1)
    },
    drop: () => unlink(second).catch(() => {}),
  }
}

/**
 * Waits on this thread until the bytes before `end` are there, or the file has no more; asks `wanted` now and then, which
 * may throw. Errors: the file was given up.
 */
export function awaitBytes(state: Growing['state'], end: number, wanted: () => void): void {
  const pages = Math.ceil(end / PAGE)
  for (;;) {
    const there = Atomics.load(state, PAGES)
    const became = Atomics.load(state, END)
    if (became === WHOLE) return
    if (became === GIVEN_UP) throw new Error('the file was given up before it was whole')
    if (there >= pages) return
    wanted()
    Atomics.wait(state, PAGES, there, 200)
  }
}
