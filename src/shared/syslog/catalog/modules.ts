/** Modules of rsyslog and its objects. Source: rsyslog's manual, one page a module. */
export interface ModuleInfo {
  readonly meaning: string
  readonly kind: 'input' | 'output' | 'parser' | 'modification' | 'library' | 'function' | 'string'
}

const KINDS = {
  im: 'input',
  om: 'output',
  pm: 'parser',
  mm: 'modification',
  lm: 'library',
  fm: 'function',
  sm: 'string',
} as const

const MODULES_TABLE = `
imuxsock|Messages of local programs, by /dev/log
imklog|Messages of the kernel
imkmsg|Messages of the kernel, by /dev/kmsg
imjournal|Messages of systemd's journal
imudp|Messages by UDP
imtcp|Messages by TCP, plain or TLS
imptcp|Messages by TCP or a stream socket, plain
imrelp|Messages by RELP, which confirms each
imgssapi|Messages by TCP with Kerberos
imfile|Lines of text files
immark|Marks at intervals
impstats|Counters of the daemon itself
imdiag|Interface for tests
imkafka|Messages of Kafka
imczmq|Messages by ZeroMQ
imhttp|Messages by HTTP
imbatchreport|Reports of batch jobs
imdocker|Messages of containers
improg|Output of a program
im3195|Messages by RFC 3195
imsolaris|Messages of local programs on Solaris
omfile|Writes to files
omfwd|Sends to another host by UDP or TCP
ompipe|Writes to a named pipe
omshell|Runs a program for each message
omdiscard|Throws messages away
omusrmsg|Writes to the terminals of users
omrelp|Sends by RELP, which confirms each message
omprog|Hands messages to a program that keeps running
omjournal|Writes to systemd's journal
ommail|Sends mail
ommysql|Writes to MySQL
ompgsql|Writes to PostgreSQL
omlibdbi|Writes to a database by libdbi
omoracle|Writes to Oracle
omsnmp|Sends SNMP traps
omudpspoof|Sends by UDP with the sender's address forged
omuxsock|Sends to a local socket
omelasticsearch|Writes to Elasticsearch
omkafka|Sends to Kafka
omhiredis|Writes to Redis
ommongodb|Writes to MongoDB
omhttp|Sends by HTTP
omhdfs|Writes to Hadoop
omamqp1|Sends by AMQP
omrabbitmq|Sends to RabbitMQ
omczmq|Sends by ZeroMQ
omgssapi|Sends by TCP with Kerberos
omstdout|Writes to standard output
omtesting|Fails on purpose, for tests
omclickhouse|Writes to ClickHouse
omruleset|Sends to another ruleset; call does the same
omtcl|Runs a Tcl script
mmjsonparse|Reads JSON in messages
mmnormalize|Takes messages apart by rules
mmanon|Blanks addresses
mmexternal|Lets a program change messages
mmfields|Takes fields apart
mmpstrucdata|Reads structured data
mmrm1stspace|Drops the blank before the text
mmsequence|Numbers messages
mmutf8fix|Mends what is no UTF-8
mmcount|Counts messages
mmdblookup|Looks addresses up in a GeoIP file
mmkubernetes|Adds what Kubernetes knows
mmsnmptrapd|Reads messages of snmptrapd
mmgrok|Takes messages apart by Grok patterns
mmaudit|Reads audit records
mmtaghostname|Sets tag and host
pmrfc3164|Reads RFC 3164
pmrfc5424|Reads RFC 5424
pmlastmsg|Reads "last message repeated"
pmsnare|Mends messages of Snare
pmaixforwardedfrom|Mends messages that AIX forwards
pmciscoios|Reads messages of Cisco IOS
pmcisconames|Mends messages of Cisco ASA
pmnull|Reads nothing
pmnormalize|Takes messages apart by rules
pmdb2diag|Reads DB2's diagnostic log
lmnsd_gtls|TLS by GnuTLS
lmnsd_ossl|TLS by OpenSSL
lmnsd_ptcp|Plain TCP
fmhash|Hash functions
fmhttp|The function http_request
fmpcre|Regular expressions of Perl's kind
fmunflatten|The function unflatten
`
export const MODULES: ReadonlyMap<string, ModuleInfo> = new Map(
  MODULES_TABLE.trim()
    .split('\n')
    .map((line) => {
      const [name = '', meaning = ''] = line.split('|')
      return [name, { meaning, kind: KINDS[name.slice(0, 2) as keyof typeof KINDS] ?? 'library' }]
    }),
)

/** Objects of RainerScript. */
export const OBJECTS: ReadonlyMap<string, string> = new Map([
  ['module', 'Loads a module and sets what counts for all its uses'],
  ['input', 'Begins to take messages from somewhere'],
  ['action', 'Sends messages somewhere, or changes them'],
  ['template', 'Defines how a message is written, or a path or name made of it'],
  ['ruleset', 'Defines a set of rules that inputs are bound to or that call runs'],
  ['global', 'Settings of the whole daemon'],
  ['main_queue', 'The queue between inputs and the default ruleset'],
  ['parser', 'A parser with settings of its own'],
  ['timezone', 'What the name of a time zone means'],
  ['lookup_table', 'A table for the function lookup'],
  ['dyn_stats', 'Counters for the function dyn_inc'],
  ['percentile_stats', 'Statistics for percentile_observe'],
  ['ratelimit', 'A rate limit that several inputs share'],
  ['include', 'Reads another file at this place'],
  ['property', 'A property of the message, in a template'],
  ['constant', 'Text that stays the same, in a template'],
])
