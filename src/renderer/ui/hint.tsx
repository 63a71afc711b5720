/**
 * One tooltip for the whole window: any element with `data-hint` explains itself on hover and on keyboard focus. One
 * layer instead of one component a cell keeps a table of a thousand cells cheap.
 */
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { inertString } from './inert'
import './hint.css'

interface Shown {
  readonly text: string
  readonly key: string | null
  readonly x: number
  readonly top: number
  readonly bottom: number
}
const DELAY = 350

export function HintLayer() {
  const [shown, setShown] = useState<Shown | null>(null)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer = 0
    let current: Element | null = null
    let lastHidden = 0
    const hide = () => {
      clearTimeout(timer)
      if (current) lastHidden = Date.now()
      current = null
      setShown(null)
    }
    const over = (target: EventTarget | null, focus: boolean) => {
      const element = target instanceof Element ? target.closest('[data-hint]') : null
      if (element === current) return
      hide()
      const text = element?.getAttribute('data-hint')
      if (!element || !text) return
      current = element
      timer = window.setTimeout(
        () => {
          const r = element.getBoundingClientRect()
          if (r.width === 0 && r.height === 0) return
          setShown({
            text,
            key: element.getAttribute('data-hint-key'),
            x: Math.min(r.left + r.width / 2, r.left + 160),
            top: r.top,
            bottom: r.bottom,
          })
        },
        Date.now() - lastHidden < 300 && !focus ? 60 : DELAY,
      )
    }
    const onOver = (e: PointerEvent) => over(e.target, false)
    const onFocus = (e: FocusEvent) => {
      if (e.target instanceof Element && e.target.matches(':focus-visible')) over(e.target, true)
    }
    const onKey = (e: KeyboardEvent) => {
      if (e.key === 'Escape') hide()
    }
    document.addEventListener('pointerover', onOver)
    document.addEventListener('focusin', onFocus)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('wheel', hide, { passive: true })
    document.addEventListener('keydown', onKey)
    return () => {
      hide()
      document.removeEventListener('pointerover', onOver)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('wheel', hide)
      document.removeEventListener('keydown', onKey)
    }
  }, [])

  useEffect(() => {
    const element = box.current
    if (!element || !shown) return
    const { offsetWidth: w, offsetHeight: h } = element
    const x = Math.max(6, Math.min(shown.x - w / 2, window.innerWidth - w - 6))
    const below = shown.bottom + 6 + h < window.innerHeight
    element.style.left = `${x}px`
    element.style.top = `${below ? shown.bottom + 6 : Math.max(6, shown.top - h - 6)}px`
    element.style.visibility = 'visible'
  }, [shown])

  if (!shown) return null
  return createPortal(
    <div ref={box} className="hint" role="tooltip" style={{ visibility: 'hidden' }}>
      {shown.text.split('\n').map(inertString).join('\n')}
      {shown.key && <kbd>{shown.key}</kbd>}
    </div>,
    document.body,
  )
}
