/** The Electron shell: one window, one engine process, and the ports between them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { type Arguments, readArguments } from './arguments'
import { printPdf } from './print'
import { declareScheme } from './protocol'
import { quietChromium } from './session-policy'
import { runWorkbench } from './workbench'

/** Prints one report and exits: 0 printed, 1 could not, 2 bad use. */
async function runPrint({ html, pdf }: NonNullable<Arguments['print']>): Promise<void> {
  await app.whenReady()
  try {
    await printPdf(html, pdf)
    app.exit(0)
  } catch (error) {
    console.error(`cannot print ${html}: ${error instanceof Error ? error.message : error}`)
    app.exit(1)
  }
}

const given = readArguments(process.argv, Boolean(process.defaultApp), process.cwd())
app.setName('Vestigo')
declareScheme()
quietChromium()

if (given.problem !== null) {
  console.error(given.problem)
  app.exit(2)
} else if (given.print) {
  // A profile of its own: a workbench that runs at the same time holds the usual one.
  const profile = mkdtempSync(join(tmpdir(), 'vestigo-print-'))
  app.setPath('userData', profile)
  app.disableHardwareAcceleration()
  process.on('exit', () => rmSync(profile, { recursive: true, force: true }))
  void runPrint(given.print)
} else {
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), 'vestigo'))
  void runWorkbench(given.open)
}
