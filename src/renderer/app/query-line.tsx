/** The line that filters everything: chips for what is understood, free text for the rest. */
import { ArrowLeft, ArrowRight, Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { NO_FILTER } from '../../shared/model'
import { printIn } from '../clock'
import { runCommand } from '../commands'
import { KINDS, SEVERITIES } from '../glossary-log'
import { absorb, type Chip, chips, complete, freeText, type Key, type Offer, sameRef, take } from '../query'
import { getState, hostName, setFilter, useClock, useSession } from '../session'
import { inertString } from '../ui/inert'
import { IconButton } from '../ui/parts'
import { useCall } from '../use-call'
import './query-line.css'

const TYPING = 220
/** Things whose id is what people call them. */
const VALUE_KINDS = new Set(['address', 'user', 'port', 'path', 'program', 'interface', 'host'])

export function QueryLine() {
  const info = useSession((s) => s.info)
  const filter = useSession((s) => s.filter)
  const { at, history } = useSession()
  const clock = useClock()
  const [draft, setDraft] = useState(filter.text)
  const [open, setOpen] = useState(false)
  const [cursor, setCursor] = useState(-1)
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  const programs = useCall('programs', open ? {} : null).data
  const context = useMemo(() => ({ zone: clock.zone, hosts: info?.hosts ?? [] }), [clock, info])

  // A filter set elsewhere (a chip removed, a menu, a brushed range) shows here; one's own typing is already here.
  const own = useRef(filter)
  useEffect(() => {
    if (filter === own.current) return
    own.current = filter
    setDraft(filter.text)
    setProblem(null)
  }, [filter])

  const commit = (text: string, all: boolean) => {
    clearTimeout(timer.current)
    const absorbed = absorb(getState().filter, text, all, context)
    setProblem(absorbed.problems[0] ?? null)
    const rest = absorbed.filter === getState().filter ? text : absorbed.text
    if (rest !== text) {
      setDraft(rest)
      setOpen(false)
    }
    own.current = { ...absorbed.filter, text: freeText(rest).trim() }
    setFilter(own.current)
  }
  const type = (text: string) => {
    setDraft(text)
    setOpen(true)
    setCursor(-1)
    clearTimeout(timer.current)
    // A finished key word becomes a chip at once, free text after a moment of quiet.
    if (/:\S*\s$|"\s*$/.test(text)) commit(text, false)
    else timer.current = window.setTimeout(() => commit(text, false), TYPING)
  }

  const values = (key: Key): readonly Offer[] => {
    if (key === 'severity') return SEVERITIES.map((s) => ({ insert: `<=${s.name}`, about: s.about }))
    if (key === 'kind') return Object.entries(KINDS).map(([insert, about]) => ({ insert, about }))
    if (key === 'host') return (info?.hosts ?? []).map((h) => ({ insert: h.name, about: h.os ?? '' }))
    if (key === 'program') return (programs ?? []).map((p) => ({ insert: p.name, about: `${p.events} events` }))
    if ((key === 'from' || key === 'to') && info?.span) {
      const whole = printIn(info.span[key], clock.zone).slice(0, 19).replace(' ', 'T')
      return [{ insert: whole, about: key === 'from' ? 'first event' : 'last event' }]
    }
    return []
  }
  const offers = open ? complete(draft, values) : []
  // A thing known by its row's number is shown by its name.
  const numbered = filter.entity && !VALUE_KINDS.has(filter.entity.kind) ? filter.entity : null
  const thing = useCall('inspect', numbered ? { ref: numbered } : null).data
  const shownText = (chip: Chip): string =>
    numbered && thing && sameRef(thing.ref, numbered) && chip.text.endsWith(`:${numbered.id}`)
      ? `${numbered.kind === 'artifact' ? 'file' : numbered.kind}:${thing.title}`
      : chip.text
  const shownChips = chips(
    filter,
    (id) => hostName(info, id),
    (t) => printIn(t, clock.zone),
  )
  const accept = (offer: Offer) => {
    const text = take(draft, offer)
    setDraft(text)
    setCursor(-1)
    if (text.endsWith(' ')) commit(text, false)
    input.current?.focus()
  }
  const onKeyDown = (e: KeyboardEvent) => {
    const picked = offers[cursor]
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      setOpen(true)
      const step = e.key === 'ArrowDown' ? 1 : -1
      setCursor((c) => Math.max(-1, Math.min(c + step, offers.length - 1)))
    } else if (e.key === 'Tab' && open && draft !== '' && (picked ?? offers[0])) {
      e.preventDefault()
      accept((picked ?? offers[0]) as Offer)
    } else if (e.key === 'Enter') {
      if (picked) return accept(picked)
      commit(draft, true)
      setOpen(false)
    } else if (e.key === 'Escape') {
      e.preventDefault()
      if (open && offers.length > 0) setOpen(false)
      else input.current?.blur()
    } else if (e.key === 'Backspace' && draft === '' && shownChips.length > 0) {
      const last = shownChips.at(-1)
      if (last) setFilter(last.without)
    }
  }
  const any = draft !== '' || shownChips.length > 0
  return (
    <div className="query" role="search">
      <IconButton
        icon={ArrowLeft}
        label="Selection: back"
        hintKey="Alt+Left"
        disabled={at <= 0}
        onClick={() => runCommand('back')}
      />
      <IconButton
        icon={ArrowRight}
        label="Selection: forward"
        hintKey="Alt+Right"
        disabled={at >= history.length - 1}
        onClick={() => runCommand('forward')}
      />
      <div className={`query-box ${problem ? 'bad' : ''}`}>
        <Search size={14} aria-hidden className="query-icon" />
        {shownChips.map((c) => (
          <span key={c.id} className="chip" data-testid="chip">
            <span className="clip" data-hint={shownText(c).length > 30 ? inertString(shownText(c)) : undefined}>
              {inertString(shownText(c))}
            </span>
            <button type="button" aria-label={`Remove ${c.text}`} onClick={() => setFilter(c.without)}>
              <X size={11} aria-hidden />
            </button>
          </span>
        ))}
        <input
          ref={input}
          data-testid="query"
          role="combobox"
          aria-label="Filter everything"
          aria-expanded={open && offers.length > 0}
          aria-controls="query-offers"
          aria-autocomplete="list"
          aria-activedescendant={cursor >= 0 ? `query-offer-${cursor}` : undefined}
          spellCheck={false}
          autoComplete="off"
          placeholder={
            any
              ? ''
              : 'Filter: text, severity:<=warning, program:sshd, addr:10.0.0.7, port:22, user:root, kind:login, from:…'
          }
          value={draft}
          onChange={(e) => type(e.target.value)}
          onKeyDown={onKeyDown}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false)
            commit(draft, false)
          }}
        />
        {problem && (
          <span className="query-problem" role="alert">
            {problem}
          </span>
        )}
        {any && (
          <IconButton
            icon={X}
            label="Clear the filter"
            hintKey="Ctrl+Shift+X"
            data-testid="query-clear"
            onClick={() => {
              setFilter({ ...NO_FILTER })
            }}
          />
        )}
        {open && offers.length > 0 && (
          <div className="offers" id="query-offers" role="listbox" aria-label="Suggestions">
            {offers.map((o, i) => (
              <div
                key={o.insert}
                id={`query-offer-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === cursor}
                className={i === cursor ? 'offer on' : 'offer'}
                onPointerDown={(e) => {
                  e.preventDefault()
                  accept(o)
                }}
              >
                <span className="mono">{inertString(o.insert)}</span>
                <span className="dim clip">{o.about}</span>
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
