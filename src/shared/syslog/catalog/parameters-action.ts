/** Parameters of actions, by output module, and those of every queue. Source: rsyslog's manual, one page a module. */
export const QUEUE = `
queue.type|Direct, LinkedList, FixedArray or Disk
queue.filename|Name of its files on disk; with it the queue outlives a lost connection
queue.spoolDirectory|Folder of its files
queue.size|How many messages it holds
queue.dequeueBatchSize|How many are taken at once
queue.maxDiskSpace|How much disk it may take
queue.maxFileSize|Size of one of its files
queue.highWatermark|From how many messages on the disk is used
queue.lowWatermark|Until how many
queue.fullDelayMark|From how many messages on senders are slowed down
queue.lightDelayMark|From how many messages on some senders are slowed down
queue.discardMark|From how many messages on some are thrown away
queue.discardSeverity|Which are thrown away then
queue.checkpointInterval|After how many messages its files are synced
queue.syncQueueFiles|Whether its files are synced
queue.saveOnShutdown|Whether what waits is kept on disk at the end
queue.workerThreads|How many threads work on it
queue.workerThreadMinimumMessages|From how many messages on another thread begins
queue.timeoutShutdown|Milliseconds to empty it at the end
queue.timeoutActionCompletion|Milliseconds for the last message at the end
queue.timeoutEnqueue|Milliseconds that a message waits for a full queue
queue.timeoutWorkerThreadShutdown|Milliseconds after which an idle thread ends
queue.dequeueSlowDown|Microseconds to wait between messages
queue.dequeueTimeBegin|Hour from which on it is worked on
queue.dequeueTimeEnd|Hour until which it is worked on
queue.samplingInterval|Keeps one message of so many
queue.minDequeueBatchSize|How many messages are waited for
queue.minDequeueBatchSize.timeout|How long they are waited for
queue.takeFlowCtlFromMsg|Whether senders are slowed down as the message says
queue.onCorruption|What to do when its files are damaged
queue.cry.provider|How its files are encrypted`
const ACTION = `
type|The module that does it
name|A name for statistics and errors
action.resumeInterval|Seconds between attempts to resume it
action.resumeIntervalMax|Longest time between attempts
action.resumeRetryCount|How often a message is tried again; -1 for ever
action.reportSuspension|Whether it is logged that it was suspended
action.reportSuspensionContinuation|Whether that is logged again and again
action.execOnlyWhenPreviousIsSuspended|Runs only when the action before it cannot
action.execOnlyEveryNthTime|Runs for every nth message only
action.execOnlyEveryNthTimeTimeout|Seconds after which that count begins anew
action.execOnlyOnceEveryInterval|Runs at most once in so many seconds
action.writeAllMarkMessages|Whether marks are written although there were other messages
action.copyMsg|Whether a queued action works on a copy
action.errorfile|File for messages that could not be delivered
action.errorfile.maxsize|Its largest size
action.externalstate.file|File whose content says whether it may run
action.repeatedmsgcontainsoriginalmsg|Whether the count of repeats names the message
template|Template that formats the message`
export const TLS = `
streamDriver|How the connection is made: gtls, ossl, ptcp
streamDriverMode|0 plain, 1 TLS
streamDriverAuthMode|How the other side proves who it is
streamDriverPermittedPeers|Who the other side may be
streamDriver.permitExpiredCerts|Whether expired certificates count
streamDriver.checkExtendedKeyPurpose|Whether the purpose of a certificate is looked at
streamDriver.prioritizeSAN|Whether the alternative names alone count
streamDriver.CAFile|Certificate of the authority
streamDriver.CertFile|Certificate of this host
streamDriver.KeyFile|Key of this host`

/** Lines `name|meaning`. */
export const ACTION_PARAMETERS: Readonly<Record<string, string>> = {
  action: ACTION + QUEUE,
  'action omfile': `
file|Path of the file
dynaFile|Template that makes the path
fileCreateMode|Mode of files that are made, less the umask
dirCreateMode|Mode of folders that are made, less the umask
fileOwner|Owner of files that are made
fileGroup|Group of files that are made
fileOwnerNum|Owner, as a number
fileGroupNum|Group, as a number
dirOwner|Owner of folders that are made
dirGroup|Group of folders that are made
dirOwnerNum|Owner of folders, as a number
dirGroupNum|Group of folders, as a number
createDirs|Whether folders that are missing are made
failOnChownFailure|Whether it fails when it cannot set the owner
sync|Whether the file is synced after each message
asyncWriting|Whether it is written by a thread of its own
flushInterval|Seconds after which the buffer is written
flushOnTXEnd|Whether the buffer is written after each batch
ioBufferSize|Size of the buffer
zipLevel|Compression, 0 to 9
veryRobustZip|Whether a compressed file survives a crash
dynaFileCacheSize|How many files stay open
closeTimeout|Minutes after which an idle file is closed
dynafile.donotsuspend|Whether a path that cannot be opened stops others
rotation.sizeLimit|Size at which the command runs
rotation.sizeLimitCommand|Command that runs then
sig.provider|Signs the file
sig.keepRecordHashes|Whether hashes of records are kept
sig.keepTreeHashes|Whether hashes of trees are kept
sig.hashFunction|Hash of the signature
sig.block.sizeLimit|Records in a signed block
sig.block.levelLimit|Depth of a signed block
cry.provider|Encrypts the file
cry.key|Key of the encryption
cry.keyfile|File of the key
cry.algo|Algorithm of the encryption
cry.mode|Mode of the encryption
cry.keyprogram|Program that gives the key
compression.driver|zlib or zstd
compression.zstd.workers|Threads of zstd
addLF|Whether a line feed is added when there is none`,
  'action omfwd': `${TLS}
target|Host that is sent to
port|Port there; 514 when left out
protocol|udp or tcp
networkNamespace|Network namespace to send from
address|Address to send from
device|Interface to send from
ipfreebind|Whether to send from an address that is not there yet
tcp_framing|traditional or octet-counted
tcp_frameDelimiter|Character that ends a message
zipLevel|Compression, 0 to 9
compression.mode|none, single or stream:always
compression.stream.flushOnTXEnd|Whether the stream is flushed after each batch
compression.driver|zlib or zstd
keepAlive|Whether an idle connection is probed
keepAlive.probes|How many probes
keepAlive.interval|Seconds between probes
keepAlive.time|Seconds before the first
rebindInterval|After how many messages the connection is made anew
resendLastMsgOnReconnect|Whether the last message is sent again on a new connection
udp.sendToAll|Whether all addresses of the host are sent to
udp.sendDelay|Microseconds to wait after each datagram
udp.sendBuf|Size of the send buffer
gnutlsPriorityString|Settings of GnuTLS
maxErrorMessages|How many errors are logged
targetSrv|Service record that names the hosts
conErrSkip|How many connection errors are not logged
extendedConnectionCheck|Whether a closed connection is noticed before sending`,
  'action omrelp': `
target|Host that is sent to
port|Port there
timeout|Seconds after which a session counts as dead
conn.timeout|Seconds to connect
rebindInterval|After how many messages the connection is made anew
keepalive|Whether an idle connection is probed
windowsize|How many messages may be unconfirmed
tls|Whether TLS is used
tls.compression|Whether TLS compresses
tls.permittedpeer|Who the receiver may be
tls.authmode|How the receiver proves who it is
tls.cacert|Certificate of the authority
tls.mycert|Certificate of this host
tls.myprivkey|Key of this host
tls.prioritystring|Settings of GnuTLS
tls.tlscfgcmd|Settings of OpenSSL
localclientip|Address to send from`,
  'action omusrmsg': 'users|Users who get the message; * for all',
  'action ompipe': 'pipe|Path of the named pipe\ntryResumeReopen|Whether it is opened anew after an error',
  'action omprog': `
binary|Program with its arguments
confirmMessages|Whether the program confirms each message
confirmTimeout|Milliseconds to wait for that
reportFailures|Whether failures are logged
useTransactions|Whether messages come in batches
beginTransactionMark|Line before a batch
commitTransactionMark|Line after a batch
output|File for what the program prints
fileCreateMode|Mode of that file
hup.signal|Signal for the program when the daemon gets SIGHUP
signalOnClose|Whether it gets SIGTERM at the end
closeTimeout|Milliseconds to wait for its end
killUnresponsive|Whether it is killed then
forceSingleInstance|Whether only one runs`,
  'action omuxsock': 'socketName|Path of the socket',
}
