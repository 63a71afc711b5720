import { useState } from 'react'
import type { ArtifactInfo } from '../../../shared/model'
import { showRaw } from '../../actions'
import { count } from '../../format'
import { Inert } from '../../ui/inert-text'
import { LocalTable } from '../../ui/local-table'
import { FaultView, Loading } from '../../ui/parts'
import { useCall } from '../../use-call'

/** The lines of a file that nothing could read: none of them vanishes. */
export function Unparsed({ artifact }: { readonly artifact: ArtifactInfo }) {
  const { data, fault, again } = useCall('unparsed', { artifact: artifact.id })
  const [at, setAt] = useState<string | null>(null)
  return (
    <section className="unparsed" data-testid="unparsed">
      <div className="toolbar">
        <h2>Unparsed lines</h2>
        <span className="dim num">{count(artifact.unparsed)}</span>
        {data && data.length < artifact.unparsed && (
          <span className="dim">the first {count(data.length)} are listed</span>
        )}
      </div>
      {fault && <FaultView fault={fault} again={again} small />}
      {!data ? (
        <Loading what="Reading the list" />
      ) : (
        <LocalTable
          id="unparsed"
          label="Unparsed lines"
          rows={data}
          rowId={(l) => String(l.off)}
          selected={at}
          onPick={(l) => setAt(String(l.off))}
          onOpen={(l) => showRaw(artifact.id, l.off, Math.max(1, l.text.length))}
          rawOf={(l) => [artifact.id, l.off, Math.max(1, l.text.length)]}
          refOf={() => ({ kind: 'artifact', id: String(artifact.id), host: null })}
          columns={[
            { id: 'line', label: 'Line', about: 'Line number, from 1', width: 80, right: true, value: (l) => l.line },
            {
              id: 'off',
              label: 'Byte',
              about: 'Byte offset in the file',
              width: 100,
              right: true,
              value: (l) => l.off,
            },
            {
              id: 'reason',
              label: 'Reason',
              about: 'Why it could not be read, when the parser says',
              width: 200,
              value: (l) => l.reason,
            },
            {
              id: 'text',
              label: 'Text',
              about: 'The line',
              width: 400,
              grow: 1,
              mono: true,
              value: (l) => l.text,
              render: (l) => <Inert text={l.text.slice(0, 1000)} />,
            },
          ]}
        />
      )}
    </section>
  )
}
