import { useEffect, useState } from 'react'
import type { CaseHeader, CaseInfo } from '../../../shared/model'
import { api } from '../../api'
import { say } from '../../cases'
import { showCase } from '../../session'

const FIELDS: readonly (readonly [keyof CaseHeader, string])[] = [
  ['name', 'Case name'],
  ['number', 'Case number'],
  ['examiner', 'Examiner'],
  ['evidenceNumber', 'Evidence number'],
]
const headerOf = ({ name, number, examiner, evidenceNumber }: CaseInfo): CaseHeader => ({
  name,
  number,
  examiner,
  evidenceNumber,
})

/** The case's particulars; a change is written when the field is left. */
export function HeaderForm({ info }: { readonly info: CaseInfo }) {
  const [form, setForm] = useState<CaseHeader>(headerOf(info))
  useEffect(() => setForm(headerOf(info)), [info])
  const save = () => {
    const old = headerOf(info)
    if (FIELDS.every(([k]) => old[k] === form[k])) return
    api.engine.setHeader(form).then(showCase, say)
  }
  return (
    <div className="dialog-fields">
      {FIELDS.map(([key, label]) => (
        <label key={key} className="field">
          <span>{label}</span>
          <input
            className="input"
            value={form[key]}
            placeholder="Not given"
            onChange={(e) => setForm((f) => ({ ...f, [key]: e.target.value }))}
            onBlur={save}
          />
        </label>
      ))}
    </div>
  )
}
