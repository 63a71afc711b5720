/**
 * Directives of the legacy language, by their name in lower case, with what they mean and what says the same today.
 * Source: rsyslog's manual, "Configuration Directives" and the legacy sections of its modules.
 */
export interface DirectiveInfo {
  /** As the manual spells it. */
  readonly name: string
  readonly meaning: string
  /** How RainerScript says it; null when there is nothing. */
  readonly instead: string | null
}

const TABLE = `
ModLoad|Loads a module|module(load="...")
IncludeConfig|Reads another file, or all that a pattern names, at this place|include(file="...")
Template|Defines a template|template(name="..." type="string" string="...")
OutChannel|Defines an output channel with a largest size and a command that runs when it is reached|
RuleSet|Puts the classic rules below into this ruleset|ruleset(name="...") { ... }
DefaultRuleset|The ruleset for inputs that are bound to none|global(defaultruleset="...")
RulesetCreateMainQueue|Gives the ruleset a queue of its own|ruleset(name="..." queue.type="...")
RulesetParser|A parser for messages of the ruleset|ruleset(parser="...")
ActionFileDefaultTemplate|Template for files whose action names none|module(load="builtin:omfile" template="...")
ActionForwardDefaultTemplate|Template for forwards whose action names none|module(load="builtin:omfwd" template="...")
ActionForwardDefaultTemplateName|Template for forwards whose action names none|module(load="builtin:omfwd" template="...")
ActionFileEnableSync|Whether files without - are synced after each message|action(sync="on")
ActionExecOnlyWhenPreviousIsSuspended|The next actions run only when the one before cannot|action(action.execOnlyWhenPreviousIsSuspended="on")
ActionExecOnlyOnceEveryInterval|The next action runs at most once in so many seconds|action(action.execOnlyOnceEveryInterval="...")
ActionExecOnlyEveryNthTime|The next action runs for every nth message only|action(action.execOnlyEveryNthTime="...")
ActionExecOnlyEveryNthTimeTimeout|Seconds after which that count begins anew|action(action.execOnlyEveryNthTimeTimeout="...")
ActionName|A name for the next action|action(name="...")
ActionResumeInterval|Seconds between attempts to resume a suspended action|action(action.resumeInterval="...")
ActionResumeRetryCount|How often a message is tried again; -1 for ever|action(action.resumeRetryCount="...")
ActionWriteAllMarkMessages|Whether marks are written although there were other messages|action(action.writeAllMarkMessages="on")
RepeatedMsgReduction|Replaces repeated messages by a count|action(action.repeatedmsgcontainsoriginalmsg="...")
RepeatedMsgContainsOriginalMsg|Whether the count names the message|
FileOwner|Owner of files that are made|action(fileOwner="...")
FileGroup|Group of files that are made|action(fileGroup="...")
FileOwnerNum|Owner of files that are made, as a number|action(fileOwnerNum="...")
FileGroupNum|Group of files that are made, as a number|action(fileGroupNum="...")
FileCreateMode|Mode of files that are made, less the umask|action(fileCreateMode="...")
DirOwner|Owner of folders that are made|action(dirOwner="...")
DirGroup|Group of folders that are made|action(dirGroup="...")
DirCreateMode|Mode of folders that are made, less the umask|action(dirCreateMode="...")
CreateDirs|Whether folders that are missing are made|action(createDirs="on")
FailOnChownFailure|Whether an action fails when it cannot set the owner|action(failOnChownFailure="on")
Umask|Mask for the modes of what is made|global(umask="...")
PrivDropToUser|User that the daemon becomes after its start|global(privdrop.user.name="...")
PrivDropToGroup|Group that the daemon becomes after its start|global(privdrop.group.name="...")
PrivDropToUserID|User that the daemon becomes, as a number|global(privdrop.user.id="...")
PrivDropToGroupID|Group that the daemon becomes, as a number|global(privdrop.group.id="...")
WorkDirectory|Folder for queues on disk and state files|global(workDirectory="...")
DynaFileCacheSize|How many files with a made path stay open|action(dynaFileCacheSize="...")
OMFileAsyncWriting|Whether files are written by a thread of their own|action(asyncWriting="on")
OMFileFlushInterval|Seconds after which a file's buffer is written|action(flushInterval="...")
OMFileFlushOnTXEnd|Whether the buffer is written after each batch|action(flushOnTXEnd="on")
OMFileIOBufferSize|Size of a file's buffer|action(ioBufferSize="...")
OMFileZipLevel|Compression of files, 0 to 9|action(zipLevel="...")
UDPServerRun|Listens on this UDP port (imudp)|input(type="imudp" port="...")
UDPServerAddress|Address to listen on with UDP|input(type="imudp" address="...")
UDPServerTimeRequery|After how many messages the clock is read again|module(load="imudp" timeRequery="...")
InputUDPServerBindRuleset|Ruleset for the UDP listener that follows|input(type="imudp" ruleset="...")
InputTCPServerRun|Listens on this TCP port (imtcp)|input(type="imtcp" port="...")
InputTCPMaxSessions|How many TCP senders at once|module(load="imtcp" maxSessions="...")
InputTCPMaxListeners|How many TCP ports at once|module(load="imtcp" maxListeners="...")
InputTCPServerAddtlFrameDelimiter|A further character that ends a message|module(load="imtcp" addtlFrameDelimiter="...")
InputTCPServerBindRuleset|Ruleset for the TCP listener that follows|input(type="imtcp" ruleset="...")
InputTCPServerInputName|Name of the TCP listener that follows|input(type="imtcp" name="...")
InputTCPServerKeepAlive|Whether idle connections are probed|module(load="imtcp" keepAlive="on")
InputTCPServerStreamDriverMode|0 plain, 1 TLS|module(load="imtcp" streamDriver.mode="1")
InputTCPServerStreamDriverAuthMode|How senders prove who they are|module(load="imtcp" streamDriver.authMode="...")
InputTCPServerStreamDriverPermittedPeer|Who may send|module(load="imtcp" permittedPeer="...")
InputTCPFlowControl|Whether senders are slowed down when the queue fills|module(load="imtcp" flowControl="on")
InputPTCPServerRun|Listens on this TCP port (imptcp)|input(type="imptcp" port="...")
InputPTCPServerBindRuleset|Ruleset for the listener that follows|input(type="imptcp" ruleset="...")
InputPTCPServerListenIP|Address to listen on|input(type="imptcp" address="...")
InputRELPServerRun|Listens on this RELP port (imrelp)|input(type="imrelp" port="...")
InputRELPServerBindRuleset|Ruleset for RELP listeners|input(type="imrelp" ruleset="...")
InputGSSServerRun|Listens on this port with Kerberos (imgssapi)|
AllowedSender|Who may send by UDP or TCP|
InputFileName|File that is followed (imfile)|input(type="imfile" file="...")
InputFileTag|Tag for its lines|input(type="imfile" tag="...")
InputFileStateFile|Where it is noted how far the file was read|
InputFileSeverity|Severity of its lines|input(type="imfile" severity="...")
InputFileFacility|Facility of its lines|input(type="imfile" facility="...")
InputFilePollInterval|Seconds between looks at the file|module(load="imfile" pollingInterval="...")
InputFilePersistStateInterval|After how many lines the place is noted|input(type="imfile" persistStateInterval="...")
InputFileReadMode|How lines are joined to messages|input(type="imfile" readMode="...")
InputFileMaxLinesAtOnce|How many lines are read before other files have their turn|input(type="imfile" maxLinesAtOnce="...")
InputFileBindRuleset|Ruleset for its lines|input(type="imfile" ruleset="...")
InputRunFileMonitor|Begins to follow the file described above|
SystemLogSocketName|Socket that programs log to, /dev/log by default|module(load="imuxsock" sysSock.name="...")
SystemLogUsePIDFromSystem|Whether the kernel says the sender's process number|module(load="imuxsock" sysSock.usePIDFromSystem="on")
SystemLogRateLimitInterval|Seconds of the rate limit for local messages; 0 turns it off|module(load="imuxsock" sysSock.rateLimit.interval="...")
SystemLogRateLimitBurst|How many messages a process may log in that time|module(load="imuxsock" sysSock.rateLimit.burst="...")
SystemLogRateLimitSeverity|From which severity the limit counts|module(load="imuxsock" sysSock.rateLimit.severity="...")
SystemLogSocketAnnotate|Whether what the kernel knows of the sender is added|module(load="imuxsock" sysSock.annotate="on")
SystemLogSocketIgnoreMsgTimestamp|Whether the time in the message is ignored|module(load="imuxsock" sysSock.ignoreTimestamp="on")
SystemLogParseTrusted|Whether what the kernel knows is kept as variables|module(load="imuxsock" sysSock.parseTrusted="on")
OmitLocalLogging|Whether the socket for local programs is left alone|module(load="imuxsock" sysSock.use="off")
AddUnixListenSocket|A further socket that programs may log to|input(type="imuxsock" socket="...")
InputUnixListenSocketHostName|Host for messages of the socket that follows|input(type="imuxsock" hostName="...")
InputUnixListenSocketCreatePath|Whether the socket's folder is made|input(type="imuxsock" createPath="on")
InputUnixListenSocketUsePIDFromSystem|Whether the kernel says the sender's process number|input(type="imuxsock" usePIDFromSystem="on")
IMUXSockRateLimitInterval|Seconds of the rate limit of that socket|input(type="imuxsock" rateLimit.interval="...")
IMUXSockRateLimitBurst|How many messages in that time|input(type="imuxsock" rateLimit.burst="...")
IMJournalStateFile|Where it is noted how far the journal was read|module(load="imjournal" stateFile="...")
IMJournalRatelimitInterval|Seconds of the journal's rate limit; 0 turns it off|module(load="imjournal" rateLimit.interval="...")
IMJournalRatelimitBurst|How many messages in that time|module(load="imjournal" rateLimit.burst="...")
IMJournalIgnorePreviousMessages|Whether what was logged before the start is left out|module(load="imjournal" ignorePreviousMessages="on")
KLogPath|Where kernel messages are read|module(load="imklog" logPath="...")
KLogInternalMsgFacility|Facility of the module's own messages|module(load="imklog" internalMsgFacility="...")
KLogPermitNonKernelFacility|Whether other facilities than kern are taken from there|module(load="imklog" permitNonKernelFacility="on")
KLogConsoleLogLevel|Which kernel messages go to the console|module(load="imklog" consoleLogLevel="...")
MarkMessagePeriod|Seconds between marks (immark)|module(load="immark" interval="...")
MainMsgQueueType|Kind of the main queue|main_queue(queue.type="...")
MainMsgQueueSize|How many messages the main queue holds|main_queue(queue.size="...")
MainMsgQueueFileName|Name of its files on disk|main_queue(queue.filename="...")
MainMsgQueueMaxDiskSpace|How much disk it may take|main_queue(queue.maxDiskSpace="...")
MainMsgQueueMaxFileSize|Size of one of its files|main_queue(queue.maxFileSize="...")
MainMsgQueueSaveOnShutdown|Whether what waits is kept on disk at the end|main_queue(queue.saveOnShutdown="on")
MainMsgQueueTimeoutShutdown|Milliseconds to empty it at the end|main_queue(queue.timeoutShutdown="...")
MainMsgQueueTimeoutEnqueue|Milliseconds that a message waits for a full queue|main_queue(queue.timeoutEnqueue="...")
MainMsgQueueWorkerThreads|How many threads work on it|main_queue(queue.workerThreads="...")
MainMsgQueueHighWatermark|From how many messages on the disk is used|main_queue(queue.highWatermark="...")
MainMsgQueueLowWatermark|Until how many|main_queue(queue.lowWatermark="...")
MainMsgQueueDiscardMark|From how many messages on some are thrown away|main_queue(queue.discardMark="...")
MainMsgQueueDiscardSeverity|Which are thrown away then|main_queue(queue.discardSeverity="...")
MainMsgQueueCheckpointInterval|After how many messages the files are synced|main_queue(queue.checkpointInterval="...")
MainMsgQueueSyncQueueFiles|Whether its files are synced|main_queue(queue.syncQueueFiles="on")
MainMsgQueueDequeueBatchSize|How many messages are taken at once|main_queue(queue.dequeueBatchSize="...")
ActionQueueType|Kind of queue for the next action|action(queue.type="...")
ActionQueueSize|How many messages it holds|action(queue.size="...")
ActionQueueFileName|Name of its files on disk; with it the queue outlives a lost connection|action(queue.filename="...")
ActionQueueMaxDiskSpace|How much disk it may take|action(queue.maxDiskSpace="...")
ActionQueueMaxFileSize|Size of one of its files|action(queue.maxFileSize="...")
ActionQueueSaveOnShutdown|Whether what waits is kept on disk at the end|action(queue.saveOnShutdown="on")
ActionQueueTimeoutEnqueue|Milliseconds that a message waits for a full queue|action(queue.timeoutEnqueue="...")
ActionQueueTimeoutShutdown|Milliseconds to empty it at the end|action(queue.timeoutShutdown="...")
ActionQueueWorkerThreads|How many threads work on it|action(queue.workerThreads="...")
ActionQueueHighWatermark|From how many messages on the disk is used|action(queue.highWatermark="...")
ActionQueueLowWatermark|Until how many|action(queue.lowWatermark="...")
ActionQueueDiscardMark|From how many messages on some are thrown away|action(queue.discardMark="...")
ActionQueueDiscardSeverity|Which are thrown away then|action(queue.discardSeverity="...")
ActionQueueCheckpointInterval|After how many messages the files are synced|action(queue.checkpointInterval="...")
ActionQueueDequeueBatchSize|How many messages are taken at once|action(queue.dequeueBatchSize="...")
ActionQueueDequeueSlowdown|Microseconds to wait between messages|action(queue.dequeueSlowDown="...")
ActionSendStreamDriver|How the connection is made: gtls, ossl, ptcp|action(streamDriver="...")
ActionSendStreamDriverMode|0 plain, 1 TLS|action(streamDriverMode="1")
ActionSendStreamDriverAuthMode|How the receiver proves who it is|action(streamDriverAuthMode="...")
ActionSendStreamDriverPermittedPeer|Who the receiver may be|action(streamDriverPermittedPeers="...")
ActionSendTCPRebindInterval|After how many messages the connection is made anew|action(rebindInterval="...")
ActionSendUDPRebindInterval|After how many messages the socket is made anew|action(rebindInterval="...")
ActionSendResendLastMsgOnReconnect|Whether the last message is sent again on a new connection|action(resendLastMsgOnReconnect="on")
DefaultNetstreamDriver|How connections are made: gtls, ossl, ptcp|global(defaultNetstreamDriver="...")
DefaultNetstreamDriverCAFile|Certificate of the authority|global(defaultNetstreamDriverCAFile="...")
DefaultNetstreamDriverCertFile|Certificate of this host|global(defaultNetstreamDriverCertFile="...")
DefaultNetstreamDriverKeyFile|Key of this host|global(defaultNetstreamDriverKeyFile="...")
ControlCharacterEscapePrefix|Character before an escaped control character|global(parser.controlCharacterEscapePrefix="...")
EscapeControlCharactersOnReceive|Whether control characters are escaped as they come in|global(parser.escapeControlCharactersOnReceive="on")
EscapeControlCharacterTab|Whether tabs are too|global(parser.escapeControlCharacterTab="on")
Escape8BitCharactersOnReceive|Whether bytes above 127 are escaped|global(parser.escape8BitCharactersOnReceive="on")
DropTrailingLFOnReception|Whether a line feed at the end is dropped|global(parser.dropTrailingLFOnReception="on")
SpaceLFOnReceive|Whether line feeds become blanks|global(parser.spaceLFOnReceive="on")
DropMsgsWithMaliciousDnsPTRRecords|Whether messages from hosts with a forged name are dropped|
PreserveFQDN|Whether host names keep their domain|global(preserveFQDN="on")
LocalHostName|Name of this host|global(localHostname="...")
LocalHostIPIF|Interface whose address is this host's|
MaxMessageSize|Longest message|global(maxMessageSize="...")
MaxOpenFiles|How many files may be open|
DebugPrintTemplateList|Whether templates are printed in debug output|
DebugPrintModuleList|Whether modules are printed in debug output|
DebugPrintCFSyslineHandlerList|Whether directives are printed in debug output|
DebugFile|Where debug output goes|
DebugLevel|How much debug output there is|
ErrorMessagesToStderr|Whether errors go to standard error|
AbortOnUncleanConfig|Whether the daemon ends when its configuration has an error|global(abortOnUncleanConfig="on")
GenerateConfigGraph|Draws the configuration; no longer there|
ResetConfigVariables|Sets all directives back to their defaults|
ModDir|Where modules are looked for|
OptimizeForUniprocessor|No longer there|
ActionOMProgBinary|Program that messages are handed to|action(type="omprog" binary="...")
ActionOMMySQLServerPort|Port of the database|action(type="ommysql" serverPort="...")
ActionLibdbiDriver|Driver of the database|action(type="omlibdbi" driver="...")
ActionMailSMTPServer|Mail server|action(type="ommail" server="...")
ActionMailSMTPPort|Its port|action(type="ommail" port="...")
ActionMailFrom|Sender of the mail|action(type="ommail" mailfrom="...")
ActionMailTo|Who gets the mail|action(type="ommail" mailto="...")
ActionMailSubject|Template for the subject|action(type="ommail" subject.template="...")
ActionMailEnableBody|Whether the mail has a body|action(type="ommail" body.enable="on")
ActionUDPSpoofSourceNameTemplate|Template for the forged sender|action(type="omudpspoof" sourceTemplate="...")
ActionUDPSpoofTargetHost|Host that it sends to|action(type="omudpspoof" target="...")
ActionUDPSpoofTargetPort|Port that it sends to|action(type="omudpspoof" port="...")
ActionUDPSpoofDefaultTemplate|Template for what it sends|action(type="omudpspoof" template="...")
ActionUDPSpoofSourcePortStart|First port that it sends from|action(type="omudpspoof" sourcePort.start="...")
ActionUDPSpoofSourcePortEnd|Last port that it sends from|action(type="omudpspoof" sourcePort.end="...")
HUPisRestart|Whether SIGHUP restarts the daemon; no longer there|
IMDiagServerRun|Port of the test interface|
IMDiagAbortTimeout|After how many seconds a test ends|
TimestampFormat|No longer there|
SystemLogFlowControl|Whether local programs wait when the queue is full|module(load="imuxsock" sysSock.flowControl="on")
`

export const DIRECTIVES: ReadonlyMap<string, DirectiveInfo> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [name = '', meaning = '', instead = ''] = line.split('|')
      return [name.toLowerCase(), { name, meaning, instead: instead || null }]
    }),
)
