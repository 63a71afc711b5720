/** Shows text of the suspect: text nodes only, controls as symbols, its direction kept from spreading. */
import { Fragment } from 'react'
import { parts, TAB } from './inert'

export function Inert({
  text,
  mark,
  tabs,
}: {
  readonly text: string
  readonly mark?: string
  /** Keep the width of tabs, where columns matter. */
  readonly tabs?: boolean
}) {
  const cut = parts(text)
  if (cut.length === 1 && cut[0]?.about === null && !mark) return <bdi>{text}</bdi>
  let key = 0
  return (
    <bdi>
      {cut.map((part) =>
        part.about !== null ? (
          <span key={key++} className={part.text === TAB ? 'tab-mark' : 'ctl'} data-hint={part.about}>
            {part.text === TAB && tabs ? '\t' : part.text}
          </span>
        ) : (
          <Fragment key={key++}>{mark ? <Marked text={part.text} mark={mark} /> : part.text}</Fragment>
        ),
      )}
    </bdi>
  )
}

/** The places where the searched text occurs. */
function Marked({ text, mark }: { readonly text: string; readonly mark: string }) {
  const low = text.toLowerCase()
  const want = mark.toLowerCase()
  const found = []
  let at = 0
  for (let hit = low.indexOf(want); hit >= 0 && want !== '' && found.length < 40; hit = low.indexOf(want, at)) {
    found.push(text.slice(at, hit), <mark key={hit}>{text.slice(hit, hit + want.length)}</mark>)
    at = hit + want.length
  }
  return (
    <>
      {found}
      {text.slice(at)}
    </>
  )
}
