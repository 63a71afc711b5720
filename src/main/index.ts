/** The Electron shell: one window, one engine process, and the ports between them. */
import { join } from 'node:path'
import { app } from 'electron'
import { type Arguments, readArguments } from './arguments'
import { printPdf } from './print'
import { declareScheme } from './protocol'
import { quietChromium } from './session-policy'
import { runWorkbench } from './workbench'

/** Prints one report and exits: 0 printed, 1 could not. The caller gives a profile of its own with --user-data-dir. */
async function runPrint({ html, pdf }: NonNullable<Arguments['print']>): Promise<void> {
  app.disableHardwareAcceleration()
  await app.whenReady()
  let status = 0
  try {
    await printPdf(html, pdf)
  } catch (error) {
    console.error(`cannot print ${html}: ${error instanceof Error ? error.message : error}`)
    status = 1
  }
  app.exit(status)
}

const given = readArguments(process.argv, Boolean(process.defaultApp), process.cwd())
app.setName('Vestigo')
declareScheme()
quietChromium()

if (given.problem !== null) {
  console.error(given.problem)
  app.exit(2)
} else if (given.print) {
  void runPrint(given.print)
} else {
  if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', join(app.getPath('appData'), 'vestigo'))
  void runWorkbench(given.open)
}
