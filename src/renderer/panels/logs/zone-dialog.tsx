import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { type FaultData, faultData } from '../../../shared/fault'
import type { ArtifactInfo } from '../../../shared/model'
import { zoneByName } from '../../../shared/time'
import { api } from '../../api'
import { working } from '../../cases'
import { setState, toast } from '../../session'
import { inertString } from '../../ui/inert'
import { Button, FaultView } from '../../ui/parts'

/** Overrides the zone and year of a file's stamps; its events are derived anew, its bytes stay. */
export function ZoneDialog({ artifact, close }: { readonly artifact: ArtifactInfo; readonly close: () => void }) {
  const [zone, setZone] = useState(artifact.zone ?? '')
  const [year, setYear] = useState(artifact.year === null ? '' : String(artifact.year))
  const [fault, setFault] = useState<FaultData | null>(null)
  const [busy, setBusy] = useState(false)
  const badZone = zone.trim() !== '' && zoneByName(zone.trim()) === null
  const badYear = year.trim() !== '' && !/^(19|20)\d\d$/.test(year.trim())
  const apply = async (z: string | null, y: number | null) => {
    setBusy(true)
    try {
      await working('Reading the stamps again', (signal) =>
        api.engine.setZone({ artifact: artifact.id, zone: z, year: y }, { signal }),
      )
      setState((s) => ({ version: s.version + 1 }))
      toast('The file’s events were derived anew')
      close()
    } catch (error) {
      setFault(faultData(error))
      setBusy(false)
    }
  }
  const zones = Intl.supportedValuesOf('timeZone')
  return (
    <Dialog.Root open onOpenChange={(o) => !o && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog" data-testid="zone-dialog">
          <Dialog.Title asChild>
            <h2>Zone and year</h2>
          </Dialog.Title>
          <Dialog.Description className="dialog-text">
            <span className="mono">{inertString(artifact.path)}</span>
            <br />
            {artifact.yearReason && <>Year: {artifact.yearReason}. </>}
            {artifact.zoneReason && <>Zone: {artifact.zoneReason}.</>}
          </Dialog.Description>
          <form
            onSubmit={(e) => {
              e.preventDefault()
              if (!badZone && !badYear) void apply(zone.trim() || null, year.trim() ? Number(year) : null)
            }}
          >
            <div className="dialog-fields">
              <label className="field">
                <span>Zone of its stamps</span>
                <input
                  className="input mono"
                  list="zones"
                  data-testid="zone-input"
                  aria-invalid={badZone}
                  placeholder="Europe/Paris or +02:00"
                  value={zone}
                  onChange={(e) => setZone(e.target.value)}
                />
                <datalist id="zones">
                  {zones.map((z) => (
                    <option key={z} value={z} />
                  ))}
                </datalist>
                {badZone && <span style={{ color: 'var(--bad)' }}>No such zone</span>}
              </label>
              <label className="field">
                <span>Year of its first line</span>
                <input
                  className="input mono"
                  data-testid="year-input"
                  aria-invalid={badYear}
                  placeholder="2025"
                  value={year}
                  onChange={(e) => setYear(e.target.value)}
                />
                {badYear && <span style={{ color: 'var(--bad)' }}>Four digits</span>}
              </label>
            </div>
            {fault && <FaultView fault={fault} small />}
            <div className="dialog-end">
              <Button
                tone="quiet"
                disabled={busy}
                onClick={() => void apply(null, null)}
                hint="What the evidence itself says"
              >
                Decide from the evidence
              </Button>
              <Button tone="main" type="submit" disabled={busy || badZone || badYear} data-testid="zone-ok">
                Read it so
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
