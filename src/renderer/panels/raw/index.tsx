import { Binary, Copy, CornerDownRight, WrapText } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type FaultData, faultData } from '../../../shared/fault'
import type { ArtifactInfo, RawLine } from '../../../shared/model'
import { copy } from '../../actions'
import { api } from '../../api'
import { bytes, count } from '../../format'
import { definePanel } from '../../panel'
import { type RawTarget, select, setState, useSession } from '../../session'
import { recall, store } from '../../stored'
import { inertString } from '../../ui/inert'
import { Inert } from '../../ui/inert-text'
import { Empty, FaultView, IconButton, Loading } from '../../ui/parts'
import { append, type Held, hold, isMarked, prepend } from './window'
import './raw.css'

const AROUND = 150
/** A line of more than this is cut on the screen; its length is told. */
const LONGEST = 4000

function Raw() {
  const target = useSession((s) => s.raw)
  if (!target)
    return (
      <Empty title="No bytes are on show">
        Click a line of proof in the inspector, press R on a row, or choose Show raw bytes in any context menu. The file
        is shown as it was taken in, with the line marked.
      </Empty>
    )
  return <Viewer target={target} />
}

function Viewer({ target }: { readonly target: RawTarget }) {
  const version = useSession((s) => s.info?.id)
  const [held, setHeld] = useState<Held | null>(null)
  const [file, setFile] = useState<ArtifactInfo | null>(null)
  const [fault, setFault] = useState<FaultData | null>(null)
  const [wrap, setWrap] = useState(() => recall('raw.wrap', false))
  const body = useRef<HTMLDivElement>(null)
  const asking = useRef(false)
  const anchor = useRef<{ off: number; top: number } | null>(null)
  const jump = useRef<'mark' | 'top' | null>(null)

  const open = useCallback(async (artifact: number, off: number, to: 'mark' | 'top', signal: AbortSignal) => {
    try {
      const slice = await api.engine.raw({ artifact, off, before: AROUND, after: AROUND }, { signal })
      if (signal.aborted) return
      jump.current = to
      anchor.current = null
      setFile(slice.artifact)
      setHeld(hold(slice))
      setFault(null)
    } catch (error) {
      const data = faultData(error)
      if (data.code !== 'cancelled') setFault(data)
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case is another file
  useEffect(() => {
    const controller = new AbortController()
    void open(target.artifact, target.off, 'mark', controller.signal)
    return () => controller.abort()
  }, [target, version, open])

  const topLine = () => {
    const element = body.current
    if (!element) return null
    const edge = element.getBoundingClientRect().top
    for (const row of element.querySelectorAll<HTMLElement>('[data-off]')) {
      const box = row.getBoundingClientRect()
      if (box.bottom > edge) return { off: Number(row.dataset['off']), top: box.top - edge }
    }
    return null
  }
  useLayoutEffect(() => {
    const element = body.current
    if (!element || !held) return
    if (jump.current) {
      const mark =
        element.querySelector<HTMLElement>('[data-mark]') ??
        element.querySelector<HTMLElement>(`[data-off="${target.off}"]`)
      if (jump.current === 'mark' && mark)
        element.scrollTop +=
          mark.getBoundingClientRect().top - element.getBoundingClientRect().top - element.clientHeight / 3
      else if (jump.current === 'top') {
        const middle = [...element.querySelectorAll<HTMLElement>('[data-off]')][Math.min(AROUND, held.lines.length - 1)]
        if (middle && held.from > 0) element.scrollTop = middle.offsetTop
      }
      jump.current = null
    } else if (anchor.current) {
      // Lines came in above: what one was reading stays where it was.
      const row = element.querySelector<HTMLElement>(`[data-off="${anchor.current.off}"]`)
      if (row)
        element.scrollTop += row.getBoundingClientRect().top - element.getBoundingClientRect().top - anchor.current.top
      anchor.current = null
    }
  }, [held, target])

  const extend = async () => {
    const element = body.current
    if (!element || !held || asking.current) return
    const down = element.scrollTop + element.clientHeight * 2 > element.scrollHeight && held.to < held.size
    const up = element.scrollTop < element.clientHeight && held.from > 0
    if (!down && !up) return
    asking.current = true
    try {
      const { artifact } = target
      const slice = down
        ? await api.engine.raw({ artifact, off: held.to, before: 0, after: AROUND * 2 })
        : await api.engine.raw({ artifact, off: held.from, before: AROUND * 2, after: 0 })
      anchor.current = topLine()
      setHeld((h) => (h ? (down ? append(h, slice) : prepend(h, slice)) : h))
    } catch (error) {
      setFault(faultData(error))
    } finally {
      asking.current = false
    }
  }
  // A window shorter than the panel must grow without being scrolled.
  useEffect(() => {
    const timer = setTimeout(() => void extend(), 60)
    return () => clearTimeout(timer)
  })

  if (fault && !held) return <FaultView fault={fault} again={() => setState({ raw: { ...target } })} />
  if (!held || !file) return <Loading what="Reading the file" />
  const toByte = (off: number) =>
    void open(file.id, Math.max(0, Math.min(off, held.size - 1)), 'top', new AbortController().signal)
  const digits = String(held.size).length
  const lineDigits = Math.max(4, String(held.lines.at(-1)?.no ?? 0).length)
  return (
    <>
      <div className="toolbar">
        <button
          type="button"
          className="link clip mono"
          data-hint={inertString(file.path)}
          onClick={() => select({ kind: 'artifact', id: String(file.id), host: null })}
        >
          <Inert text={file.path} />
        </button>
        <span className="dim num">{bytes(held.size)}</span>
        {file.sha256 && (
          <button
            type="button"
            className="mono dim"
            data-hint={`SHA-256 of the file as taken in\n${file.sha256}\nClick to copy`}
            onClick={() => void copy(file.sha256 ?? '', 'SHA-256')}
          >
            {file.sha256.slice(0, 12)}
          </button>
        )}
        {file.truncated && <span className="artifact-cut clip">truncated: {inertString(file.truncated)}</span>}
        <span className="grow" />
        <GoToByte size={held.size} onGo={toByte} />
        <IconButton
          icon={WrapText}
          label={wrap ? 'Do not wrap long lines' : 'Wrap long lines'}
          on={wrap}
          onClick={() => {
            store('raw.wrap', !wrap)
            setWrap(!wrap)
          }}
        />
        <IconButton
          icon={Copy}
          label="Copy the marked line"
          onClick={() =>
            void copy(
              held.lines
                .filter((l) => isMarked(l, target.off, target.len))
                .map((l) => l.text)
                .join('\n'),
              'Line',
            )
          }
        />
      </div>
      {fault && <FaultView fault={fault} small />}
      <div className="raw" data-testid="raw-view" data-artifact={file.id}>
        <div
          ref={body}
          className={wrap ? 'raw-body wrap' : 'raw-body'}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the keyboard
          tabIndex={0}
          role="document"
          aria-label={`Bytes of ${file.path}`}
          onScroll={() => void extend()}
        >
          <div className="raw-lines mono">
            {held.lines.map((l) => (
              <RawRow
                key={l.off}
                line={l}
                // While another file loads, the lines on show are not those that the mark is about.
                marked={file.id === target.artifact && isMarked(l, target.off, target.len)}
                digits={digits}
                lineDigits={lineDigits}
              />
            ))}
            {held.to >= held.size && <div className="raw-end">end of file, {count(held.size)} bytes</div>}
          </div>
        </div>
        <Strip held={held} target={target} onGo={toByte} />
      </div>
    </>
  )
}

function RawRow({
  line,
  marked,
  digits,
  lineDigits,
}: {
  readonly line: RawLine
  readonly marked: boolean
  readonly digits: number
  readonly lineDigits: number
}) {
  const cut = line.text.length > LONGEST
  return (
    <div
      className={marked ? 'raw-line marked' : 'raw-line'}
      data-off={line.off}
      data-mark={marked || undefined}
      data-testid={marked ? 'raw-marked' : undefined}
    >
      <span className="raw-off" style={{ width: `${digits + 2}ch` }}>
        {line.off}
      </span>
      <span className="raw-no" style={{ width: `${lineDigits + 3}ch` }}>
        {line.no ?? '\u2003'}
      </span>
      <span className="raw-text">
        <Inert text={cut ? line.text.slice(0, LONGEST) : line.text} tabs />
        {cut && <span className="dim"> … {count(line.len)} bytes in this line</span>}
      </span>
    </div>
  )
}

function GoToByte({ size, onGo }: { readonly size: number; readonly onGo: (off: number) => void }) {
  const [text, setText] = useState('')
  return (
    <form
      className="raw-go"
      onSubmit={(e) => {
        e.preventDefault()
        const off = Number(text.trim())
        if (text.trim() !== '' && Number.isInteger(off)) onGo(off)
      }}
    >
      <CornerDownRight size={13} aria-hidden />
      <input
        className="mono"
        aria-label="Go to byte"
        placeholder="byte, or 0x…"
        value={text}
        data-hint={`Byte offset, 0 to ${count(size)}; decimal or 0x hexadecimal`}
        onChange={(e) => setText(e.target.value)}
      />
    </form>
  )
}

/** Where in the file one is: by bytes, because a line's number is not known without reading the whole file. */
function Strip({
  held,
  target,
  onGo,
}: {
  readonly held: Held
  readonly target: RawTarget
  readonly onGo: (off: number) => void
}) {
  if (held.from === 0 && held.to >= held.size) return null
  const at = (off: number) => `${(100 * off) / Math.max(1, held.size)}%`
  return (
    <div
      className="raw-strip"
      aria-hidden
      onPointerDown={(e) => {
        const box = e.currentTarget.getBoundingClientRect()
        onGo(Math.floor(((e.clientY - box.top) / box.height) * held.size))
      }}
    >
      <i className="raw-strip-window" style={{ top: at(held.from), height: `max(4px, ${at(held.to - held.from)})` }} />
      {target.len > 0 && <i className="raw-strip-mark" style={{ top: at(target.off) }} />}
    </div>
  )
}

export default definePanel({
  title: 'Raw bytes',
  icon: Binary,
  order: 0,
  about: 'A file as it was taken in, read-only, the line marked',
  component: Raw,
})
