/** Asks what a new case needs to know before evidence comes in. All of it travels into the report. */
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
import { api } from '../api'
import { examiner, newCase, type Start, say } from '../cases'
import { baseName } from '../format'
import { caseNameFor, folderNameFor, joinPath } from '../names'
import { setState, useSession } from '../session'
import { Button } from '../ui/parts'

interface Form {
  readonly name: string
  readonly folder: string
  readonly number: string
  readonly examiner: string
  readonly evidenceNumber: string
}

export function ImportDialog({ start }: { readonly start: Start }) {
  const pending = useSession((s) => s.pending)
  const [form, setForm] = useState<Form | null>(null)
  const [ownFolder, setOwnFolder] = useState(false)
  const folderFor = (name: string) => joinPath(start.cases, `${folderNameFor(name)}.vestigo`)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new set of paths begins a new form
  useEffect(() => {
    if (!pending) return setForm(null)
    const name = caseNameFor(pending[0] ?? '')
    setOwnFolder(false)
    setForm({ name, folder: folderFor(name), number: '', examiner: examiner(), evidenceNumber: '' })
  }, [pending])
  if (!pending || !form) return null
  const close = () => setState({ pending: null })
  const set = (patch: Partial<Form>) => setForm((f) => (f ? { ...f, ...patch } : f))
  const submit = () => {
    const { folder, ...header } = form
    close()
    newCase(folder, header, pending).catch(say)
  }
  const field = (key: keyof Form, label: string, hint: string, wide = false) => (
    <label className={`field ${wide ? 'wide' : ''}`}>
      <span>{label}</span>
      <input
        className="input"
        data-testid={`import-${key}`}
        value={form[key]}
        placeholder={hint}
        onChange={(e) => {
          const value = e.target.value
          if (key === 'name') set({ name: value, ...(ownFolder ? {} : { folder: folderFor(value) }) })
          else {
            if (key === 'folder') setOwnFolder(true)
            set({ [key]: value })
          }
        }}
      />
    </label>
  )
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog" data-testid="import-dialog">
          <Dialog.Title asChild>
            <h2>New case</h2>
          </Dialog.Title>
          <Dialog.Description className="dialog-text">
            {pending.length === 0
              ? 'What is collected from hosts will be kept in it, hashed and read.'
              : `${pending.length === 1 ? baseName(pending[0] ?? '') : `${pending.length} items`} will be copied unchanged into the case, hashed and read.`}
          </Dialog.Description>
          <form
            onSubmit={(e) => {
              e.preventDefault()
              submit()
            }}
          >
            <div className="dialog-fields">
              {field('name', 'Case name', 'What to call it', true)}
              {field('number', 'Case number', 'Not given')}
              {field('evidenceNumber', 'Evidence number', 'Not given')}
              {field('examiner', 'Examiner', 'Who takes the evidence in', true)}
              <div className="wide with-button" style={{ alignItems: 'end' }}>
                <div className="grow">{field('folder', 'Case folder', '')}</div>
                <Button
                  onClick={async () => {
                    const parent = await api.shell.pickFolder({ title: 'Where to keep the case' }).catch(() => null)
                    if (!parent) return
                    setOwnFolder(true)
                    set({ folder: joinPath(parent, `${folderNameFor(form.name)}.vestigo`) })
                  }}
                >
                  Choose…
                </Button>
              </div>
            </div>
            <div className="dialog-end">
              <Button tone="quiet" onClick={close}>
                Cancel
              </Button>
              <Button
                tone="main"
                type="submit"
                data-testid="import-ok"
                disabled={form.name.trim() === '' || form.folder.trim() === ''}
              >
                {pending.length === 0 ? 'Make the case' : 'Take the evidence in'}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
