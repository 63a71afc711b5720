import { writeFileSync } from 'node:fs'
import { inert, inertJson } from '../../shared/inert'
import { applyEdits, formatEdits } from '../../shared/syslog/format'
import { anyMessage, composeMessage, readMessage } from '../../shared/syslog/message'
import { readPriority } from '../../shared/syslog/names'
import { badUse } from '../argv'
import { defineCommand, type Given } from '../command'
import { FOUND, GOOD } from '../exit'
import type { Io } from '../io'
import { nouns } from '../words'

/** Place in a file, from 1. */
function placeIn(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return `${line}:${at - before.lastIndexOf('\n')}`
}

async function check(given: Given, io: Io): Promise<number> {
  const { checkConfig } = await import('../../shared/syslog/check')
  const { loadConfig } = await import('../../engine/syslog/load')
  const { files, mains, origin } = loadConfig(given.words[1]!)
  const all = mains.flatMap((main) => {
    const { problems } = checkConfig(files, main)
    return files.flatMap(({ path, document }) =>
      // Without a file that leads to the others, each speaks for itself.
      mains.length > 1 && path !== main
        ? []
        : (problems.get(path) ?? []).map((p) => {
            const { fixes, from, to, ...rest } = p
            return {
              path: origin.get(path) ?? path,
              at: placeIn(document.text, from),
              from,
              to,
              ...rest,
              fixes: fixes?.map((f) => f.title) ?? [],
            }
          }),
    )
  })
  const errors = all.filter((p) => p.severity === 'error').length
  if (given.flag('json')) await io.write(`${inertJson(all, 2)}\n`)
  else {
    for (const p of all) {
      const colour = p.severity === 'error' ? 'red' : p.severity === 'warning' ? 'yellow' : 'dim'
      await io.line(inert(`${p.path}:${p.at}: `) + io.paint(p.severity, colour) + inert(`: ${p.message} [${p.check}]`))
      if (p.why) await io.line(io.paint(inert(`    ${p.why}`), 'dim'))
      if (p.mend) await io.line(inert(`    ${p.mend}`))
    }
    await io.line(`${nouns(files.length, 'file')}, ${nouns(errors, 'error')}, ${nouns(all.length - errors, 'remark')}`)
  }
  return errors > 0 ? FOUND : GOOD
}

async function routeOne(given: Given, io: Io): Promise<number> {
  const { configure } = await import('../../shared/syslog/configure')
  const { destinationOf } = await import('../../shared/syslog/matrix')
  const { route } = await import('../../shared/syslog/route')
  const { loadConfig } = await import('../../engine/syslog/load')
  const [, path = '', priority = '', text] = given.words
  const number = readPriority(priority)
  if (!number) throw badUse(`"${priority}" is no priority: write facility.severity, as auth.info`)
  const { files, mains, origin } = loadConfig(path)
  const config = configure(files, mains[0]!)
  const { facility, severity } = number
  const tagged = text === undefined ? null : /^([\w./-]+)(?:\[(\d+)\])?: ?(.*)$/s.exec(text)
  const message =
    text === undefined
      ? anyMessage(facility, severity)
      : /^<\d+>/.test(text)
        ? { ...readMessage(text), facility, severity }
        : composeMessage({
            facility,
            severity,
            host: given.text('host'),
            ...(tagged
              ? { program: tagged[1]!, pid: tagged[2] ? Number(tagged[2]) : null, text: tagged[3]! }
              : { text }),
          })
  const routed = route(config, message, given.text('ruleset') ?? config.defaultRuleset)
  const texts = new Map(files.map((f) => [f.path, f.document.text]))
  const fired = routed.fired.map((f) => ({ ...destinationOf(f), certain: f.certain, content: f.content }))
  if (given.flag('json')) await io.write(`${inertJson({ steps: routed.steps, fired, stopped: routed.stopped }, 2)}\n`)
  else {
    for (const s of routed.steps) {
      const line = placeIn(texts.get(s.place.path) ?? '', s.place.from).replace(/:.*/, '')
      const mark = s.outcome.padEnd(8)
      const painted =
        s.outcome === 'fired'
          ? io.paint(mark, 'bold')
          : s.outcome === 'stopped' || s.outcome === 'off'
            ? io.paint(mark, 'red')
            : s.outcome === 'possible'
              ? io.paint(mark, 'yellow')
              : io.paint(mark, 'dim')
      await io.line(
        `${painted} ${inert(`${origin.get(s.place.path) ?? s.place.path}:${line}`)}  ${'  '.repeat(s.depth)}${inert(s.note)}`,
      )
    }
    for (const f of fired) await io.line(inert(`${f.certain ? '->' : '-?'} ${f.kind} ${f.name}`))
    if (fired.length === 0) await io.line('goes nowhere')
  }
  // What could not be read may have been a rule: the answer is not to be relied on.
  return files.some((f) => config.read.includes(f.path) && f.document.problems.some((p) => p.severity === 'error'))
    ? FOUND
    : GOOD
}

async function impact(given: Given, io: Io): Promise<number> {
  const { loadConfig } = await import('../../engine/syslog/load')
  const [, before, after] = given.words
  const folder = given.text('case')
  if (!after || folder === null) throw badUse('impact needs two configurations and --case <dir>')
  const { withCase } = await import('../open-case')
  const set = (path: string) => {
    const { files, mains } = loadConfig(path)
    return { main: mains[0]!, files: files.map((f) => ({ path: f.path, text: f.document.text })) }
  }
  const [old, now] = [set(before!), set(after)]
  return withCase(folder, io, async (engine) => {
    const found = await engine.configImpact({ before: old, after: now, host: null })
    if (given.flag('json')) await io.write(`${inertJson(found, 2)}\n`)
    else {
      for (const g of found.groups) {
        const head = `${String(g.count).padStart(8)}  ${g.facility}.${g.severity} ${g.program}`
        await io.line(g.grave ? io.paint(inert(head), 'red', 'bold') : inert(head))
        if (g.lost.length > 0) await io.line(inert(`          no longer to ${g.lost.join(', ')}`))
        if (g.gained.length > 0) await io.line(inert(`          newly to ${g.gained.join(', ')}`))
        if (g.stopsLeaving) await io.line(io.paint('          would stop leaving the host', g.grave ? 'red' : 'yellow'))
        await io.line(io.paint(inert(`          ${g.example}`), 'dim'))
      }
      await io.line(
        `${nouns(found.replayed, 'message')} of ${found.total} replayed, ${found.changed} change destination, ${found.uncertain} cannot be told, facility of ${found.guessed} taken from the program`,
      )
    }
    return found.groups.some((g) => g.grave) ? FOUND : GOOD
  })
}

async function format(given: Given, io: Io): Promise<number> {
  const { loadConfig } = await import('../../engine/syslog/load')
  const { files, origin } = loadConfig(given.words[1]!)
  const wanted = [...origin].find(([, at]) => at.endsWith(given.words[1]!.replace(/^(?:\.{1,2}\/)+/, '')))?.[0]
  const file = files.find((f) => f.path === wanted) ?? files[0]!
  const text = applyEdits(file.document.text, formatEdits(file.document))
  if (given.flag('write')) {
    if (text !== file.document.text) writeFileSync(origin.get(file.path)!, text)
  } else await io.write(text)
  return file.document.problems.some((p) => p.severity === 'error') ? FOUND : GOOD
}

const WAYS = { check, route: routeOne, impact, format } as const

export default defineCommand({
  order: 10,
  summary: 'Checks a logging configuration, says where a message goes, and what an edit stops',
  usage:
    'check <file or folder> | route <file> <facility.severity> [<message>] | impact <old> <new> --case <dir> | format <file>',
  about: [
    'Reads syslog.conf of sysklogd and the BSDs and rsyslog.conf in all its languages, with what it includes from the\nsame copy.',
    'route shows each rule that is tried and each action that is carried out. A message is written as program[pid]: text;\nwithout one only what the priority decides is certain.',
    'Exit code 1: check, format and route found an error; impact, that auth, authpriv, kern or audit would stop leaving\nthe host.',
  ],
  examples: [
    'vestigo syslog check evidence/host1/etc',
    "vestigo syslog route /etc/rsyslog.conf authpriv.info 'sshd[811]: Accepted publickey for root'",
    'vestigo syslog impact old/rsyslog.conf new/rsyslog.conf --case incident.vestigo',
  ],
  words: [2, 4],
  options: {
    case: { value: '<dir>', about: 'the case whose messages are replayed' },
    host: { value: '<name>', about: 'host that the message names' },
    ruleset: { value: '<name>', about: 'ruleset that the message begins in' },
    write: { value: null, about: 'format changes the file instead of printing it' },
    json: { value: null, about: 'print the answer as JSON' },
  },
  run: async (given, io) => {
    const way = given.words[0]!
    if (!Object.hasOwn(WAYS, way)) throw badUse(`syslog does check, route, impact or format, not "${way}"`)
    if (way === 'route' && given.words.length < 3) throw badUse('route needs a file and facility.severity')
    return WAYS[way as keyof typeof WAYS](given, io)
  },
})
