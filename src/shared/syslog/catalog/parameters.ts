/** Parameters of objects. Source: rsyslog's manual, "Configuration objects" and one page a module. */
import { ACTION_PARAMETERS, QUEUE, TLS } from './parameters-action'

/** By object, or by object and module (`input imtcp`); lines `name|meaning`. */
const TABLE: Readonly<Record<string, string>> = {
  ...ACTION_PARAMETERS,
  module: 'load|Name of the module, or its path',
  input: `
type|The module that takes messages
name|Name of the input, for the property inputname
ruleset|Ruleset that its messages go through
port|Port to listen on
address|Address to listen on
device|Interface to listen on
rateLimit.interval|Seconds of the rate limit; 0 turns it off
rateLimit.burst|How many messages in that time
rateLimit.severity|From which severity the limit counts
defaultTZ|Zone of messages that name none`,
  'input imfile': `
file|Path or pattern of the files
tag|Tag for their lines
facility|Facility of their lines
severity|Severity of their lines
startmsg.regex|What the first line of a message looks like
endmsg.regex|What the last line of a message looks like
readMode|How lines are joined to messages
escapeLF|Whether line feeds within a message are escaped
escapeLF.replacement|What stands for one
maxLinesAtOnce|How many lines are read before other files have their turn
maxSubmitAtOnce|How many messages are handed on at once
deleteStateOnFileDelete|Whether the place is forgotten with the file
addMetadata|Whether the path is added as a variable
addCeeTag|Whether @cee: is put before the text
reopenOnTruncate|Whether a file that shrank is read anew
trimLineOverBytes|Longest line
freshStartTail|Whether a new file is read from its end
persistStateInterval|After how many lines the place is noted
persistStateAfterSubmission|Whether the place is noted after each batch
needParse|Whether lines are taken apart as messages
readTimeout|Seconds after which an unfinished message counts
ignoreOlderThan|Seconds after which a file is left alone
maxBytesPerMinute|Most bytes in a minute
maxLinesPerMinute|Most lines in a minute`,
  'input imuxsock': `
socket|Path of the socket
createPath|Whether its folder is made
hostName|Host for its messages
ignoreTimestamp|Whether the time in the message is ignored
ignoreOwnMessages|Whether the daemon's own messages are ignored
flowControl|Whether programs wait when the queue is full
usePIDFromSystem|Whether the kernel says the sender's process number
useSysTimeStamp|Whether the kernel says the time
annotate|Whether what the kernel knows of the sender is added
parseTrusted|Whether that is kept as variables
parseHostname|Whether a host name is looked for
unlink|Whether the socket is removed at the end
useSpecialParser|Whether the parser for local messages is used`,
  'input imtcp': `${TLS}
streamDriver.name|How connections are made
streamDriver.mode|0 plain, 1 TLS
streamDriver.authMode|How senders prove who they are
permittedPeer|Who may send
listenPortFileName|File that the port is written to
keepAlive|Whether idle connections are probed
keepAlive.probes|How many probes
keepAlive.interval|Seconds between probes
keepAlive.time|Seconds before the first
flowControl|Whether senders are slowed down when the queue fills
maxSessions|How many senders at once
maxListeners|How many ports at once
maxFrameSize|Longest message by octet count
supportOctetCountedFraming|Whether messages may say their length
socketBacklog|How many connections may wait
addtlFrameDelimiter|A further character that ends a message
disableLFDelimiter|Whether a line feed ends no message
notifyOnConnectionOpen|Whether a new connection is logged
notifyOnConnectionClose|Whether a closed one is logged
gnutlsPriorityString|Settings of GnuTLS
networkNamespace|Network namespace to listen in
perSourceRate|Most messages of one sender
discardTruncatedMsg|Whether the rest of a message that is too long is dropped
preserveCase|Whether the case of host names is kept`,
  'input imptcp': `
path|Path of a stream socket, instead of a port
unlink|Whether the socket is removed first
discardTruncatedMsg|Whether the rest of a message that is too long is dropped
fileOwner|Owner of the socket
fileOwnerNum|Owner, as a number
fileGroup|Group of the socket
fileGroupNum|Group, as a number
fileCreateMode|Mode of the socket
failOnChOwnFailure|Whether it fails when it cannot set the owner
keepAlive|Whether idle connections are probed
keepAlive.probes|How many probes
keepAlive.interval|Seconds between probes
keepAlive.time|Seconds before the first
compression.mode|none or stream:always
flowControl|Whether senders are slowed down when the queue fills
multiLine|Whether messages may have several lines
framing.delimiter.regex|What begins a message
supportOctetCountedFraming|Whether messages may say their length
framingfix.cisco.asa|Mends messages of Cisco ASA
maxFrameSize|Longest message by octet count
maxSessions|How many senders at once
socketBacklog|How many connections may wait
addtlFrameDelimiter|A further character that ends a message
notifyOnConnectionOpen|Whether a new connection is logged
notifyOnConnectionClose|Whether a closed one is logged
listenPortFileName|File that the port is written to
networkNamespace|Network namespace to listen in
deferAccept|Whether to wait for the first data`,
  'input imudp': `
rcvbufSize|Size of the receive buffer
ipFreeBind|Whether to listen on an address that is not there yet
name.appendPort|Whether the port is added to the name
networkNamespace|Network namespace to listen in`,
  'input imrelp': `
tls|Whether TLS is used
tls.compression|Whether TLS compresses
tls.permittedPeer|Who may send
tls.authMode|How senders prove who they are
tls.caCert|Certificate of the authority
tls.myCert|Certificate of this host
tls.myPrivKey|Key of this host
tls.priorityString|Settings of GnuTLS
tls.dhbits|Size of the Diffie-Hellman group
maxDataSize|Longest message
keepAlive|Whether idle connections are probed
keepAlive.probes|How many probes
keepAlive.interval|Seconds between probes
keepAlive.time|Seconds before the first
oversizeMode|What happens to messages that are too long
flowControl|How senders are slowed down`,
  template: `
name|Its name
type|list, string, subtree or plugin
string|Its text, with %properties% between percent signs
subtree|Variable that is printed as JSON
plugin|Plugin that makes the text
option.sql|Escapes quotes for MySQL
option.stdsql|Escapes quotes for SQL
option.json|Escapes for JSON
option.jsonf|Joins the fields to one JSON object
option.casesensitive|Whether names of variables keep their case`,
  property: `
name|Name of the property
outname|Name in JSON
position.from|First character, counted from 1
position.to|Last character
position.relativeToEnd|Whether positions count from the end
fixedWidth|Whether blanks fill it up
field.number|Number of the field
field.delimiter|Code of the character between fields
regex.expression|Regular expression that is looked for
regex.type|BRE or ERE
regex.nomatchmode|What stands when it is not found: DFLT, BLANK, FIELD, ZERO
regex.match|Which match
regex.submatch|Which parenthesis of it
caseConversion|lower or upper
controlCharacters|escape, space or drop
securePath|drop or replace: keeps slashes out of a path
format|csv, json, jsonf, jsonr or jsonfr
dropLastLF|Whether a line feed at the end goes
spifno1stsp|Nothing but a blank, when the property begins with none
datatype|string, number, bool or auto, in JSON
onEmpty|What JSON has for an empty property
dateFormat|How a time is written
date.inUTC|Whether a time is written in UTC
compressSpace|Whether runs of blanks become one
mandatory|Whether an empty property appears in JSON`,
  constant: 'value|The text\noutname|Name in JSON\nformat|jsonf for a field of JSON',
  ruleset: `name|Its name\nparser|Parsers for its messages${QUEUE}`,
  include: 'file|File or pattern\ntext|Configuration as text\nmode|required, optional or abort-if-missing',
  main_queue: QUEUE,
  lookup_table: 'name|Its name\nfile|File that holds it\nreloadOnHUP|Whether it is read again on SIGHUP',
  dyn_stats:
    'name|Its name\nresettable|Whether counters are set back\nmaxCardinality|How many counters\nunusedMetricLife|Seconds after which an unused one goes\nunusedMetricExpiry|Seconds after which an unused one goes',
  timezone: 'id|Name of the zone\noffset|Its offset, as +01:00',
  parser: 'type|The parser\nname|Its name',
}

export interface ParameterInfo {
  /** As the manual spells it. */
  readonly name: string
  readonly meaning: string
}
const read = (table: string): ReadonlyMap<string, ParameterInfo> =>
  new Map(
    table
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', meaning = ''] = line.split('|')
        return [name.toLowerCase(), { name, meaning }]
      }),
  )
const PARAMETERS: ReadonlyMap<string, ReadonlyMap<string, ParameterInfo>> = new Map(
  Object.entries(TABLE).map(([key, table]) => [key, read(table)]),
)

/**
 * The parameters that an object takes, by name in lower case; `complete` says that there are no others, so that one that
 * is missing here is a mistake.
 */
export function parametersOf(
  object: string,
  module: string | null,
): { parameters: ReadonlyMap<string, ParameterInfo>; complete: boolean } {
  const general = PARAMETERS.get(object) ?? new Map<string, ParameterInfo>()
  const own = module === null ? undefined : PARAMETERS.get(`${object} ${module}`)
  const complete =
    object === 'action' || object === 'input'
      ? own !== undefined
      : [
          'template',
          'property',
          'constant',
          'ruleset',
          'include',
          'main_queue',
          'timezone',
          'lookup_table',
          'dyn_stats',
        ].includes(object)
  return { parameters: own ? new Map([...general, ...own]) : general, complete }
}
