/**
 * What a container of evidence (folder, archive, single file) gives: its members, one by one, each either readable or
 * refused for a named reason. Nothing here throws because of what the suspect wrote: bad input is data.
 */
import type { Readable } from 'node:stream'
import type { Instant } from '../../shared/time'

/** Recognised by magic bytes, never by name. `file` is anything that is not one of the others, kept as it is. */
export type ContainerKind = 'folder' | 'file' | 'tar' | 'tar.gz' | 'tar.xz' | 'tar.bz2' | 'tar.zst' | 'zip'

/** Compression of a single stream of bytes. `none` when no magic of the four is there. */
export type Compression = 'none' | 'gzip' | 'xz' | 'bzip2' | 'zstd'

/** Why a member was not taken in (or not wholly). The words are stable: they stand in manifests and reports. */
export type RefusalReason =
  | 'parent-path' // a `..` in the member's path
  | 'absolute-path' // `/etc/x`, `C:\x`, `\\server\share`
  | 'empty-path' // nothing is left of the path once `.` and `/` are gone
  | 'nul-in-path'
  | 'path-too-long'
  | 'link-outside' // a link whose target leaves the tree; `linkTarget` has its text
  | 'link-target-missing' // a hard link to a member that was not there before it
  | 'device' // character or block device
  | 'fifo'
  | 'socket'
  | 'sparse' // GNU sparse member: its bytes in the archive are not its bytes on disk
  | 'unsupported-type' // a vendor's own tar entry type, or a mode no file has
  | 'unsupported-compression' // zip method or filter this build cannot read
  | 'encrypted'
  | 'ratio' // decompressed to more than limits.maxRatio times its compressed size
  | 'member-too-large'
  | 'archive-too-large' // limits.maxTotalBytes
  | 'too-many-members'
  | 'overlap' // zip entries that share the same bytes: a bomb's construction
  | 'unreadable' // EACCES, EIO, gone while reading; `detail` has the system's words
  | 'corrupt' // header of the member contradicts itself
  | 'own-case' // the case folder itself, met inside the folder being imported

/** Why less came out than should have. `at` counts bytes: of the member for a member, of the container file otherwise. */
export type TruncationReason =
  | 'archive-cut' // the archive ends in the middle of a member, or without its end marker
  | 'compressed-cut' // the compressed stream ends before its end marker
  | 'compressed-corrupt' // the compressed stream contradicts itself; nothing after it can be read
  | 'checksum-mismatch' // everything came out, and its checksum differs from the stored one
  | 'bad-header' // a member header is damaged; reading went on at the next good one
  | 'no-central-directory' // zip without its index: read by local headers
  | 'size-mismatch' // more or fewer bytes than the header says
  | 'trailing-data' // something other than padding follows the end
  | 'ratio' // stopped: the archive as a whole decompresses past limits.maxRatio
  | 'archive-too-large' // stopped: limits.maxTotalBytes
  | 'too-many-members' // stopped: limits.maxMembers
  | 'unreadable' // the system could not read on (EIO, file changed under us)

export interface Truncation {
  readonly reason: TruncationReason
  /** Byte offset: in the member's own bytes when on a member, in the container's file when on a container; null unknown. */
  readonly at: number | null
  /** One plain sentence, without control characters. */
  readonly detail: string
}

export interface Limits {
  /** Decompressed : compressed, per member and for the whole archive. Default 200. */
  readonly maxRatio: number
  /** The ratio is looked at only once this many bytes came out, so small repetitive logs pass. Default 64 MiB. */
  readonly ratioAfterBytes: number
  /** Default 16 GiB. */
  readonly maxMemberBytes: number
  /** Bytes out of one archive, members that were refused included. Default 512 GiB. */
  readonly maxTotalBytes: number
  /** Directories count too. Default 1,000,000. */
  readonly maxMembers: number
  /** Bytes of a member path. Default 4096 (Linux PATH_MAX). */
  readonly maxPathBytes: number
  /** Absolute folders that a folder import must not enter (the case itself). Default none. */
  readonly exclude: readonly string[]
}

interface Entry {
  /** Ordinal in the container, from 0, counting members and refusals alike; the same for the same bytes. */
  readonly index: number
  /**
   * POSIX, relative, `./` and doubled slashes gone, otherwise as stored (no NFC). A byte that is not UTF-8 is shown
   * as U+FFFD and two hex digits; a real U+FFFD likewise, byte by byte, so `pathBytes` in paths.ts gives the bytes back.
   * In a refusal it is the path as stored, for show only.
   */
  readonly path: string
  readonly size: number | null
  readonly mtime: Instant | null
  /** Permission bits (0o7777); null unknown. */
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
  /** Text of the link: as written for a symlink, the earlier member's path for a hard link. */
  readonly linkTarget?: string
}

export interface Member extends Entry {
  readonly refused: null
  readonly type: 'file' | 'symlink' | 'hardlink'
  /** An earlier member of the same path has this index. Both are kept. */
  readonly duplicateOf: number | null
  /**
   * The bytes, once. Links give none (a hard link's bytes are those of the member that `linkTarget` names). In an
   * archive it must be read before the next member is asked for; what was not read is skipped.
   * Cut or corrupt input ends the stream early without an error: look at `truncatedAt()` afterwards.
   * Errors: a Fault `limit` whose detail.refusal is a RefusalReason (bomb, too large), `cancelled`, `unreadable`.
   */
  stream(): Readable
  /** null until the stream has ended; then how this member was cut, or null when it is whole. */
  truncatedAt(): Truncation | null
  /** Only for a member that is a plain file on this machine (folder and single file): lets the store copy it faster. */
  readonly localPath?: string
}

export interface Refusal extends Entry {
  readonly refused: RefusalReason
  /** One plain sentence, without control characters. */
  readonly detail: string
}

export interface Container {
  readonly kind: ContainerKind
  /** Base name of the file or folder. */
  readonly name: string
  /** Size of the container file; null for a folder. */
  readonly size: number | null
  /**
   * Members in the container's own order (folders: byte order of paths). One pass; a second call throws a Fault `bad-use`.
   * Errors: Fault `cancelled` when the signal fires, `unreadable` when the container itself cannot be read at all.
   */
  members(): AsyncIterable<Member | Refusal>
  /** First thing that cut the container short, or null. Final only after members() has ended. */
  truncated(): Truncation | null
  /** Everything that was found wrong with the container as a whole, in order; truncated() is the first. */
  troubles(): readonly Truncation[]
  /** Bytes of the container file consumed so far, for progress; 0 for a folder. */
  position(): number
  /** Frees the file handle; safe to call twice. members() does it at its end. */
  close(): Promise<void>
}
