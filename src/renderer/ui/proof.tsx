/** A line that proves a claim, and a tie to another thing: both lead on with one click. */
import { Copy } from 'lucide-react'
import { useState } from 'react'
import type { Link, Proof } from '../../shared/model'
import { copy, showRaw } from '../actions'
import { count, plural } from '../format'
import { sameRef } from '../query'
import { select, useSession } from '../session'
import { inertString } from './inert'
import { Inert } from './inert-text'
import { IconButton } from './parts'
import { refText } from './value-menu'
import './proof.css'

function ProofView({ proof }: { readonly proof: Proof }) {
  const place = proof.line === null ? `byte ${count(proof.off)}` : `line ${count(proof.line)}, byte ${count(proof.off)}`
  return (
    <div className="proof" data-testid="proof">
      {proof.says && (
        <p className="proof-says">
          <Inert text={proof.says} />
        </p>
      )}
      <button
        type="button"
        className="proof-line mono"
        data-hint="Show this line among its neighbours, byte for byte"
        onClick={() => showRaw(proof.artifact, proof.off, proof.len)}
      >
        {excerptLines(proof).map((line) => (
          <span key={line.at} className="proof-text">
            <Inert text={line.text} />
          </span>
        ))}
      </button>
      <p className="proof-from">
        <button
          type="button"
          className="link clip"
          data-hint={inertString(proof.path)}
          onClick={() => select({ kind: 'artifact', id: String(proof.artifact) })}
        >
          <Inert text={proof.path} />
        </button>
        <span className="num">{place}</span>
        <button
          type="button"
          className="mono hash"
          data-hint={`SHA-256 of the file\n${proof.sha256}\nClick to copy`}
          onClick={() => void copy(proof.sha256, 'SHA-256')}
        >
          {proof.sha256.slice(0, 10)}
        </button>
        <IconButton
          icon={Copy}
          label="Copy the line with file, place and hash"
          onClick={() =>
            void copy(`${proof.excerpt.trimEnd()}\n${proof.path} ${place}\nSHA-256 ${proof.sha256}`, 'Proof')
          }
        />
      </p>
    </div>
  )
}

/** A record of several lines (an interface's block) keeps its lines. */
const excerptLines = (proof: Proof) => {
  let at = 0
  return proof.excerpt
    .trimEnd()
    .split(/\r?\n/)
    .map((text) => {
      const line = { at, text }
      at += text.length + 1
      return line
    })
}

const sameProof = (a: Proof, b: Proof) => a.artifact === b.artifact && a.off === b.off && a.says === b.says

/** The first few lines, and the rest on request; a line that is named twice stands once. */
export function ProofList({ proofs, first }: { readonly proofs: readonly Proof[]; readonly first: number }) {
  const [all, setAll] = useState(false)
  const each = proofs.filter((p, i) => proofs.findIndex((q) => sameProof(p, q)) === i)
  const shown = all ? each : each.slice(0, first)
  return (
    <>
      {shown.map((p) => (
        <ProofView key={`${p.artifact} ${p.off} ${p.says}`} proof={p} />
      ))}
      {shown.length < each.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {plural(each.length - shown.length, 'more line')}
        </button>
      )}
    </>
  )
}

/** `why` is what ties it, where there is something to say: a second line, cut to one; the hint has all of it. */
export function LinkRow({ link, why = '' }: { readonly link: Link; readonly why?: string }) {
  const selection = useSession((s) => s.selection)
  return (
    <li>
      <button
        type="button"
        className={`link-row ${sameRef(selection, link.ref) ? 'selected' : ''}`}
        data-testid={`link-${link.ref.kind}`}
        data-id={link.ref.id}
        data-ref={refText(link.ref)}
        data-value={link.label}
        data-hint={`${inertString(link.label)}\n${inertString(link.how)}${link.sure ? '' : '\nAmbiguous: the tie is possible, not certain'}`}
        onClick={() => select(link.ref)}
      >
        <span className="link-kind">{link.ref.kind}</span>
        <span className="clip grow">
          <Inert text={link.label} />
        </span>
        {!link.sure && <span className="unsure">ambiguous</span>}
        {why && (
          <span className="link-why clip" data-testid="link-why">
            <Inert text={why} />
          </span>
        )}
      </button>
    </li>
  )
}
