/**
 * `npm start [-- [<bundle or case>] [--xvfb] [--case <dir>]]`
 * Installs, finds or fetches Electron, builds what changed, and opens the workbench. Without a display it does the main
 * job on the command line instead: import, findings, report. --xvfb opens the window on a virtual display.
 */
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { resolveElectron, sandboxHelper } from './electron.mjs'
import { ensureBuilt } from './lib/build.mjs'
import { casesFolder } from './lib/cases.mjs'
import { withVirtualDisplay } from './lib/display.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { node, ROOT, run } from './lib/run.mjs'
import { Missing, main, note, step, warn } from './lib/say.mjs'
import { ensureSystem, hasDisplay, sandboxArgs, sandboxProblem } from './lib/system.mjs'

const USAGE = 'npm start -- [<bundle or case>] [--xvfb] [--case <dir>]'
const SAMPLE = join(ROOT, 'fixtures', 'incident')
const CLI = join(ROOT, 'bin', 'vestigo')

function options(args) {
  let parsed
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { xvfb: { type: 'boolean', default: false }, case: { type: 'string' } },
    })
  } catch (error) {
    throw new Missing(`${error.message}\n    usage: ${USAGE}`)
  }
  if (parsed.positionals.length > 1) throw new Missing(`one bundle at a time\n    usage: ${USAGE}`)
  // npm runs us in the project's root; the person's own folder is in INIT_CWD.
  const from = process.env.INIT_CWD ?? process.cwd()
  const at = (path) => (path === undefined ? null : resolve(from, path))
  const open = at(parsed.positionals[0])
  if (open !== null && !existsSync(open)) throw new Missing(`there is no ${open}`)
  return { open, xvfb: parsed.values.xvfb, folder: at(parsed.values.case) }
}

const isCase = (path) => statSync(path).isDirectory() && existsSync(join(path, 'case.json'))

/** A case already at the place is used again: importing the same bundle twice adds nothing. */
function caseFor(bundle) {
  const name = basename(bundle).replace(/(\.tar)?\.(gz|xz|bz2|zst|tgz|tar|zip)$/i, '')
  return join(casesFolder(), `${bundle === SAMPLE ? 'sample-incident' : name}.vestigo`)
}

/** The main job without a window. */
async function onCommandLine({ open, folder }) {
  const given = open ?? SAMPLE
  if (!existsSync(given)) throw new Missing(`the sample incident ${given} is missing from this checkout`)
  const isOpen = open !== null && isCase(open)
  const place = isOpen ? open : (folder ?? caseFor(given))
  const vestigo = (args) => node([CLI, ...args])
  if (!isOpen) {
    mkdirSync(join(place, '..'), { recursive: true })
    step(`Importing ${given} into the case ${place}`)
    const status = await vestigo(['import', given, '--case', place])
    if (status !== 0) throw new Error(`the import ended with status ${status}`)
  }
  step('Findings')
  const found = await vestigo(['findings', place])
  if (found !== 0) throw new Error(`the list of findings ended with status ${found}`)
  step('Report')
  for (const ending of ['html', 'pdf']) {
    const report = `${place.replace(/\.vestigo$/, '')}-report.${ending}`
    const status = await vestigo(['report', place, '-o', report])
    if (status === 0) note(`${ending.toUpperCase()} report: ${report}`)
    else if (ending === 'html') throw new Error(`the report ended with status ${status}`)
    else warn('The PDF could not be printed; its reason is above. The HTML report holds the same.')
  }
  note(`Case with the evidence: ${place}`)
  note(`Look closer:  bin/vestigo timeline ${place} --limit 20`)
  return 0
}

async function inWindow({ open, folder, xvfb, electron }) {
  const target = open ?? (folder && existsSync(folder) ? folder : null)
  const extra = sandboxArgs()
  if (extra.length > 0)
    warn("Running as root: Chromium's sandbox is off (--no-sandbox). Better run it as an ordinary user.")
  const line = [...extra, ROOT, ...(target ? [target] : [])]
  step(target ? `Opening the workbench with ${target}` : 'Opening the workbench')
  // The person's own environment may be that of a program that is itself made with Electron.
  const env = { ELECTRON_RUN_AS_NODE: undefined }
  if (!xvfb) return await run(electron, line, { env })
  return await withVirtualDisplay(async (virtual) => {
    note(`The window is on the virtual display ${virtual.DISPLAY} (XAUTHORITY=${virtual.XAUTHORITY}); Ctrl+C ends it`)
    return await run(electron, line, { env: { ...env, ...virtual } })
  })
}

await main(async (args) => {
  const given = options(args)
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  step(`Vestigo ${version}`)
  await ensureInstalled()
  const windowed = given.xvfb || hasDisplay()
  let electron = null
  try {
    electron = (await resolveElectron()).path
    await ensureSystem(electron, { display: given.xvfb })
    const { helper, mode } = sandboxHelper(electron)
    const problem = sandboxProblem(helper, mode)
    if (problem) throw problem
  } catch (error) {
    // Without a window all but the PDF can be done.
    if (windowed) throw error
    warn(`No Electron to print the PDF with: ${error.message}`)
  }
  await ensureBuilt()
  if (windowed) return await inWindow({ ...given, electron })
  step('There is no display (DISPLAY and WAYLAND_DISPLAY are unset): working on the command line')
  note('For the window on a virtual display:  npm start -- --xvfb')
  return await onCommandLine(given)
})
