/**
 * Puts edited configuration on a live host so that it either works or was never there: staged and checked by the host's
 * own daemon, backed up, swapped in one step a file, the daemon restarted, a canary looked for, and put back by itself
 * when any of that fails or the connection is lost.
 */
import { randomBytes } from 'node:crypto'
import type { CollectHost } from '../../shared/collect'
import type {
  DeployedFile,
  DeployFile,
  Deployment,
  DeployProgress,
  DeployReport,
  DeployRequest,
  DeployStep,
  Receiver,
} from '../../shared/deploy'
import { Fault, faultData } from '../../shared/fault'
import { connectHost } from '../collect/connect'
import { quote } from '../collect/quote'
import type { Ask, Secrets } from '../collect/secrets'
import { openSession, type Session } from '../collect/session'
import { forCheck, isLogging, mayWrite, newComplaints, sha256, writeCommands } from './plan'
import {
  armScript,
  backUpScript,
  cleanScript,
  HOME,
  listensScript,
  lookScript,
  restartScript,
  restoreScript,
  swapScript,
} from './scripts'

export interface DeployOptions {
  readonly ask: Ask
  readonly secrets: Secrets
  readonly caseFile: string
  readonly signal?: AbortSignal
  readonly progress: (progress: DeployProgress) => void
  /** Every step is written down as it ends. */
  readonly record: (step: DeployStep, detail: Readonly<Record<string, unknown>>) => Promise<void>
}

interface Run {
  readonly id: string
  readonly session: Session
  readonly files: readonly (DeployFile & { readonly existed: boolean })[]
}

const SECONDS = 60
/** A canary that has not come by then has not come. */
const CANARY_SECONDS = 20

/** What is put back is put back to the end, although the person stopped the rest. */
const unstoppable = (): AbortSignal => new AbortController().signal

class Refused extends Error {}

export const newDeployId = (): string => randomBytes(6).toString('hex')
export const hashesOf = (files: readonly DeployFile[]): DeployedFile[] =>
  files.map(({ path, before, text }) => ({
    path,
    before: before === null ? null : sha256(before),
    after: sha256(text),
  }))

async function root(session: Session, script: string, seconds = SECONDS, signal?: AbortSignal): Promise<string> {
  const ran = await session.text(script, { seconds, bytes: 1 << 20, signal })
  if (!ran.started) throw new Refused(`the command did not run: ${`${ran.before} ${ran.stderr}`.trim().slice(0, 200)}`)
  if (ran.timedOut) throw new Refused(`no answer within ${seconds} s`)
  if (ran.exit !== 0) throw new Refused((ran.stderr.trim() || `exit status ${ran.exit}`).slice(0, 400))
  return ran.output
}

/** Errors: bad-use when a path may not be written or no main file is given. What goes wrong on the host is in the report. */
export async function deploy(
  request: DeployRequest,
  options: DeployOptions,
  id: string = newDeployId(),
): Promise<DeployReport> {
  for (const { path } of request.files)
    if (!mayWrite(path)) throw new Fault('bad-use', `${path} is not written: only files below /etc are`)
  if (request.files.length === 0) throw new Fault('bad-use', 'no file was edited')
  if (!/^[a-z0-9]+\.[a-z]+$/.test(request.canary))
    throw new Fault('bad-use', `"${request.canary}" is no priority for the canary`)
  const steps: DeployProgress[] = []
  const files = hashesOf(request.files)
  let restarted: string | null = null
  const tell = (step: DeployStep, state: DeployProgress['state'], says: string) => {
    const progress = { step, state, says }
    if (state !== 'running') steps.push(progress)
    options.progress(progress)
  }
  const doing = async (step: DeployStep, work: () => Promise<string>): Promise<void> => {
    tell(step, 'running', '')
    try {
      const says = await work()
      tell(step, 'good', says)
      await options.record(step, { id, ok: true, says })
    } catch (error) {
      const says = error instanceof Refused ? error.message : faultData(error).message
      tell(step, 'bad', says)
      await options.record(step, { id, ok: false, says })
      throw error
    }
  }
  const report = (state: DeployReport['state']): DeployReport => ({ id, state, steps, restarted, files })

  let session: Session | null = null
  let swapping = false
  try {
    await doing('connect', async () => {
      const connected = await connectHost(request.host, options)
      session = await openSession(connected, {
        tag: `vestigo-deploy-${id}`,
        privilege: request.host.privilege,
        ask: options.ask,
        secrets: options.secrets,
        signal: options.signal,
      })
      if (session.root.how === 'none') throw new Refused(`root is needed: ${session.root.why}`)
      return `${connected.shown}, root by ${session.root.how}`
    })
    const there = session! as Session
    let run: Run | null = null
    let rsyslog = false
    await doing('look', async () => {
      const seen = readLook(await root(there, lookScript(request.files.map((f) => f.path))))
      run = { id, session: there, files: request.files.map((f) => ({ ...f, existed: seen.files.has(f.path) })) }
      for (const f of request.files) {
        const now = seen.files.get(f.path) ?? null
        if (now === '') throw new Refused(`the host has no sha256sum: ${f.path} cannot be compared`)
        if (now !== (f.before === null ? null : sha256(f.before)))
          throw new Refused(`${f.path} is not what was edited any more: look at it again first`)
      }
      rsyslog = seen.daemon === 'rsyslogd'
      if (seen.daemon === '' && request.files.some(isLogging)) throw new Refused('no log daemon runs on the host')
      return `${seen.daemon || 'no log daemon'}; restart by ${seen.how}`
    })
    const r = run! as Run
    const { receiver } = request
    if (receiver?.listens) await doing('log host', () => onReceiver(receiver, id, options, listens))
    await doing('stage', () => stage(r, request.main))
    await doing('check', async () => {
      if (!rsyslog || !request.files.some(isLogging)) return 'the host has no daemon that checks these files'
      const check = async (which: string) =>
        root(there, `rsyslogd -N1 -f ${HOME}/${id}/${which}${quote(request.main)} 2>&1; true`)
      const complaints = newComplaints(await check('was'), (await check('check')).replaceAll('/check/', '/was/'))
      if (complaints.length > 0) throw new Refused(complaints.slice(0, 5).join('\n'))
      return 'rsyslogd has nothing to say against it'
    })
    await doing('back up', async () => {
      await root(there, backUpScript(id, r.files))
      return `${HOME}/${id}: ${files.map((f) => f.before ?? 'new').join(', ')}`
    })
    await doing('arm', async () => {
      if (!(await root(there, armScript(id, request.switchAfter))).includes('armed'))
        throw new Refused('the switch was not armed')
      return `the host puts the old files back by itself after ${request.switchAfter} s`
    })
    swapping = true
    await doing('swap', async () => {
      await root(there, swapScript(id, r.files))
      return r.files.map((f) => f.path).join(', ')
    })
    if (request.files.some(isLogging)) {
      await doing('restart', async () => {
        const said = (await root(there, restartScript, 90)).trim().split('\n').at(-1) ?? ''
        restarted = said.split(' ')[1] ?? null
        if (!said.startsWith('up ')) throw new Refused('the daemon did not come up')
        return said
      })
      const nonce = randomBytes(8).toString('hex')
      await doing('canary', async () => {
        await root(there, `logger -p ${request.canary} -t vestigo-canary ${quote(`canary ${nonce}`)}`)
        for (const path of request.local) await lookFor(there, path, nonce)
        return request.local.length > 0 ? `arrived in ${request.local.join(', ')}` : 'sent; no file of the host gets it'
      })
      if (receiver)
        await doing('receiver', () =>
          onReceiver(receiver, id, options, async (there) => {
            await lookFor(there, receiver.path, nonce)
            return `arrived on ${there.connected.shown} below ${receiver.path}`
          }),
        )
    }
    await doing('confirm', async () => {
      await root(there, `: > ${HOME}/${id}/confirmed; rm -rf ${HOME}/${id}/was ${HOME}/${id}/check; sync; echo well`)
      return 'the switch stands down; the backup stays'
    })
    return report('done')
  } catch (error) {
    if (!session || !swapping) {
      if (session)
        await root(
          session as Session,
          `: > ${HOME}/${id}/confirmed; rm -rf ${HOME}/${id}/was ${HOME}/${id}/check; true`,
        ).catch(() => '')
      if (!(error instanceof Refused) && faultData(error).code === 'bug') throw error
      return report('not begun')
    }
    return report(await rollBack(session as Session, id, request, doing))
  } finally {
    ;(session as Session | null)?.connected.close()
  }
}

/** Does something on the log host. */
async function onReceiver(
  receiver: Receiver,
  id: string,
  options: DeployOptions,
  work: (session: Session, receiver: Receiver) => Promise<string>,
): Promise<string> {
  const connected = await connectHost(receiver.host, options)
  try {
    const session = await openSession(connected, {
      tag: `vestigo-deploy-${id}`,
      privilege: receiver.host.privilege,
      ask: options.ask,
      secrets: options.secrets,
      signal: options.signal,
    })
    return await work(session, receiver)
  } finally {
    connected.close()
  }
}

/** Whether the log host listens where the messages will go, and has a name for the port. */
async function listens(session: Session, { listens: at }: Receiver): Promise<string> {
  const { protocol, port } = at!
  const said = await root(session, listensScript(protocol, port))
  const name = /^name (\S.*)$/m.exec(said)?.[1]?.replace(/\s+/g, ' ')
  const named = name ? `/etc/services there: ${name}` : `/etc/services there has no entry for ${port}/${protocol}`
  if (/^shut$/m.test(said))
    throw new Refused(`nothing listens on ${protocol} port ${port} of ${session.connected.shown}; ${named}`)
  if (!/^open$/m.test(said)) throw new Refused(`what listens on ${session.connected.shown} could not be seen`)
  return `${session.connected.shown} listens on ${protocol} port ${port}; ${named}`
}

/** The old files back, at once; when the host cannot be reached any more it does so by itself. */
async function rollBack(
  session: Session,
  id: string,
  request: DeployRequest,
  doing: (step: DeployStep, work: () => Promise<string>) => Promise<void>,
): Promise<DeployReport['state']> {
  try {
    await doing('roll back', async () => {
      const said = await restore(session, id, hashesOf(request.files))
      await root(
        session,
        `: > ${HOME}/${id}/confirmed; rm -rf ${HOME}/${id}/was ${HOME}/${id}/check; true`,
        SECONDS,
        unstoppable(),
      )
      return said
    })
    return 'rolled back'
  } catch {
    return 'unknown'
  }
}

async function restore(session: Session, id: string, files: readonly DeployedFile[]): Promise<string> {
  await root(session, `${cleanScript(id, files)}; sh ${HOME}/${id}/restore.sh`, 90, unstoppable())
  const seen = readLook(await root(session, lookScript(files.map((f) => f.path)), SECONDS, unstoppable()))
  for (const f of files) {
    const now = seen.files.get(f.path) ?? null
    if (now !== f.before) throw new Refused(`${f.path} is not what it was`)
  }
  if (seen.daemon === '' && files.some(isLogging)) throw new Refused('the old files are back, but no log daemon runs')
  return 'the old files are back, compared by hash'
}

/** Undoes a deployment of earlier: the files of its backup, if what was deployed is still there. */
export async function undo(
  host: CollectHost,
  { id, files }: Pick<Deployment, 'id' | 'files'>,
  options: DeployOptions,
): Promise<DeployReport> {
  if (!/^[0-9a-f]{12}$/.test(id) || !files.every((f) => mayWrite(f.path)))
    throw new Fault('bad-use', 'that is no deployment')
  const steps: DeployProgress[] = []
  const connected = await connectHost(host, options)
  try {
    const session = await openSession(connected, {
      tag: `vestigo-deploy-${id}`,
      privilege: host.privilege,
      ask: options.ask,
      secrets: options.secrets,
    })
    const seen = readLook(await root(session, lookScript(files.map((f) => f.path))))
    const now = (path: string) => seen.files.get(path) ?? null
    const back = files.every((f) => now(f.path) === f.before)
    if (!back)
      for (const f of files)
        if (now(f.path) !== f.after)
          throw new Fault('bad-use', `${f.path} was changed since it was deployed: look at it first`)
    const says = back ? 'the old files were there already, compared by hash' : await restore(session, id, files)
    steps.push({ step: 'roll back', state: 'good', says })
    await options.record('roll back', { id, ok: true, says, undone: true })
  } finally {
    connected.close()
  }
  return {
    id,
    state: 'rolled back',
    steps,
    restarted: null,
    files: files.map((f) => ({ path: f.path, before: f.after, after: f.before ?? '' })),
  }
}

/** Sends the new files and both trees for the check: as the host has it, and as it will be. */
async function stage({ id, session, files }: Run, main: string): Promise<string> {
  const home = `${HOME}/${id}`
  const folder = main.replace(/\/[^/]*$/, '')
  const trees = ['was', 'check'].map((t) => `${home}/${t}`)
  await root(
    session,
    [
      'umask 077',
      `mkdir -p ${trees.map((t) => quote(t + folder)).join(' ')}`,
      ...trees.flatMap((t) =>
        ['rsyslog.conf', 'rsyslog.d', 'syslog.conf', 'syslog.d'].map(
          (n) => `[ ! -e ${quote(`${folder}/${n}`)} ] || cp -rL ${quote(`${folder}/${n}`)} ${quote(t + folder)}/`,
        ),
      ),
      // Files that are not ours to edit lead to the copy too.
      ...trees.map(
        (t) =>
          `for f in ${quote(t + folder)}/*.conf ${quote(t + folder)}/*.d/*; do [ -f "$f" ] && sed "s#\\([\\" ]\\)${folder}/#\\1${t}${folder}/#g" "$f" > ${home}/x && cat ${home}/x > "$f"; done; rm -f ${home}/x`,
      ),
      'true',
    ].join('; '),
  )
  for (const [i, file] of files.entries()) {
    const target = `${home}/new-${i}`
    const copy = `${home}/check${file.path}`
    for (const command of writeCommands(target, file.text)) await root(session, `umask 077; ${command}`)
    await root(session, `mkdir -p "$(dirname ${quote(copy)})"`)
    for (const command of writeCommands(quote(copy), forCheck(file.path, file.text, `${home}/check`)))
      await root(session, `umask 077; ${command}`)
    const sum = (await root(session, `sha256sum < ${target}`)).slice(0, 64)
    if (sum !== sha256(file.text)) throw new Refused(`${file.path} did not arrive as it was sent`)
  }
  for (const command of writeCommands(`${home}/restore.sh`, restoreScript(id, files)))
    await root(session, `umask 077; ${command}`)
  return `${files.length} files sent, compared by hash`
}

async function lookFor(session: Session, path: string, nonce: string): Promise<void> {
  const found = await root(
    session,
    `n=0; while [ $n -lt ${CANARY_SECONDS} ]; do if grep -rqsF ${quote(nonce)} ${quote(path)}; then echo found; break; fi; sleep 1; n=$((n+1)); done`,
    CANARY_SECONDS + 20,
  )
  if (!found.includes('found')) throw new Refused(`the canary did not arrive in ${path} within ${CANARY_SECONDS} s`)
}

interface Look {
  readonly files: ReadonlyMap<string, string>
  readonly daemon: string
  readonly how: string
}
function readLook(output: string): Look {
  const files = new Map<string, string>()
  let daemon = ''
  let how = ''
  for (const line of output.split('\n')) {
    const file = /^file ([0-9a-f]{64}|) ?(?:\d+ \d+ \d+ )?(\/.*)$/.exec(line)
    if (file) files.set(file[2]!, file[1]!)
    const d = /^daemon (\w*)/.exec(line)
    if (d) daemon = d[1]!
    const h = /^how (\w+)/.exec(line)
    if (h) how = h[1]!
  }
  return { files, daemon, how }
}
