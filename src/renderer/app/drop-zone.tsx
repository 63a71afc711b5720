/** Evidence can be dropped anywhere in the window. */
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { pathOf } from '../api'
import { openPaths } from '../cases'
import { toast, useSession } from '../session'

const hasFiles = (e: DragEvent) => e.dataTransfer.types.includes('Files')

export function DropZone({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const info = useSession((s) => s.info)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the dialogs and commands do the same for the keyboard
    <div
      style={{ height: '100%' }}
      onDragEnter={(e) => {
        if (!hasFiles(e)) return
        depth.current++
        setOver(true)
      }}
      onDragLeave={(e) => {
        if (!hasFiles(e)) return
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setOver(false)
      }}
      onDragOver={(e) => {
        if (hasFiles(e)) e.preventDefault()
      }}
      onDrop={(e) => {
        if (!hasFiles(e)) return
        e.preventDefault()
        depth.current = 0
        setOver(false)
        const paths = [...e.dataTransfer.files].map(pathOf).filter((p) => p !== '')
        if (paths.length > 0) void openPaths(paths)
        else toast('The desktop did not tell where the dropped files are. Use Open evidence', true)
      }}
    >
      {children}
      {over && (
        <div className="drop-veil">
          <h2>{info ? `Add to ${info.name}` : 'Open as evidence'}</h2>
          <p className="dim">A folder, an archive (tar, gz, xz, bz2, zst, zip), single files, or a case</p>
        </div>
      )}
    </div>
  )
}
