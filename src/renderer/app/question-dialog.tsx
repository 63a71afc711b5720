/** What a collection asks: whether a host is the right one, and secrets. */
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
import type { CollectQuestion } from '../../shared/collect'
import { api } from '../api'
import { say } from '../cases'
import { answerQuestion, secretName } from '../collecting'
import { useSession } from '../session'
import { Inert } from '../ui/inert-text'
import { Button } from '../ui/parts'

type Secret = Extract<CollectQuestion, { kind: 'secret' }>

/** Names that were answered from the key store in this window: asked again, the remembered answer was wrong. */
const tried = new Set<string>()

export function QuestionDialog() {
  const asked = useSession((s) => s.collect.question)
  const [text, setText] = useState('')
  const [keep, setKeep] = useState(false)
  const [canKeep, setCanKeep] = useState(false)
  const [shown, setShown] = useState<number | null>(null)
  useEffect(() => {
    setText('')
    setKeep(false)
    setShown(null)
    if (!asked) return
    const { id, question } = asked
    if (question.kind === 'host-key') return setShown(id)
    const name = secretName(question)
    void (async () => {
      const may = await api.shell.secretsKept({}).catch(() => false)
      const known = may && !tried.has(name) ? await api.shell.secret({ name }).catch(() => null) : null
      setCanKeep(may)
      if (known === null) return setShown(id)
      tried.add(name)
      await answerQuestion(id, known)
    })()
  }, [asked])
  if (!asked || shown !== asked.id) return null
  const { id, question } = asked
  const close = () => void answerQuestion(id, question.kind === 'host-key' ? false : null)
  const submit = () => {
    if (question.kind === 'secret') {
      const name = secretName(question)
      tried.delete(name)
      if (keep) void api.shell.keepSecret({ name, secret: text }).then(() => tried.add(name), say)
    }
    void answerQuestion(id, question.kind === 'host-key' ? true : text)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog" data-testid="question-dialog">
          <form
            onSubmit={(e) => {
              e.preventDefault()
              submit()
            }}
          >
            {question.kind === 'host-key' ? (
              <HostKey question={question} />
            ) : (
              <SecretField question={question} text={text} setText={setText} />
            )}
            {question.kind === 'secret' && canKeep && (
              <label className="check">
                <input type="checkbox" checked={keep} onChange={(e) => setKeep(e.target.checked)} /> Remember it in this
                system’s key store
              </label>
            )}
            <div className="dialog-end">
              <Button tone="quiet" data-testid="question-no" onClick={close}>
                {question.kind === 'host-key' ? 'Do not connect' : 'Cancel'}
              </Button>
              <Button tone="main" type="submit" data-testid="question-yes">
                {question.kind === 'host-key' ? 'This is the right host' : 'Go on'}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function HostKey({ question }: { readonly question: Extract<CollectQuestion, { kind: 'host-key' }> }) {
  return (
    <>
      <Dialog.Title asChild>
        <h2>Is this the right host?</h2>
      </Dialog.Title>
      <Dialog.Description className="dialog-text">
        {question.host} port {question.port} is not known. It shows this {question.algorithm} key; compare it with what
        the host’s owner tells you. The case remembers it.
      </Dialog.Description>
      <p className="mono text fingerprint" data-testid="fingerprint">
        {question.fingerprint}
      </p>
    </>
  )
}

const TITLES: Readonly<Record<Secret['what'], string>> = {
  password: 'Password',
  passphrase: 'Passphrase of a key',
  sudo: 'Password for sudo',
  prompt: 'The host asks',
}

function SecretField(props: {
  readonly question: Secret
  readonly text: string
  readonly setText: (t: string) => void
}) {
  const { question, text, setText } = props
  return (
    <>
      <Dialog.Title asChild>
        <h2>{TITLES[question.what]}</h2>
      </Dialog.Title>
      <Dialog.Description className="dialog-text">
        For {question.host}. It is kept in memory for this collection only, unless you ask for more.
      </Dialog.Description>
      <label className="field">
        <span>
          <Inert text={question.prompt} />
        </span>
        <input
          className="input"
          data-testid="question-text"
          type={question.echo ? 'text' : 'password'}
          autoComplete="off"
          value={text}
          onChange={(e) => setText(e.target.value)}
        />
      </label>
    </>
  )
}
