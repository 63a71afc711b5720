import { defineFolder } from '../define'

export default defineFolder({
  // The messages as they were before they became lines, a disk image, an archive.
  ignore: /\.orig\.txt$|\.dd$|\.tar$/,
  files: [
    { match: /\.tar$/, kind: null, why: 'an archive: its member is read when it is imported' },
    { match: /sshd-journal/, kind: null, why: 'journal fields as a test of another project prints them' },
    { match: /crowdsec__smb-logs|webmin-bf/, kind: null, why: 'stamps in brackets' },
    {
      match: /lnav__logfile_(?:ansi|block|empty|epoch|muxed|procstate|rollover|tcsh|vami|yday)/,
      kind: null,
      why: 'no stamp, or one of a program of its own',
    },
    { match: /logtesting-(?:38|7)\./, kind: null, why: 'no stamp' },
    { match: /date1\.parse1|parse-nodate|upcase-date/, kind: null, why: 'no stamp that a syslogd writes' },
    { match: /cisco_asa|wazuh__user/, kind: null, why: 'no stamp' },
    { match: /yumlog/, kind: 'yum_log', mixed: true, why: 'a test put foreign lines in' },
    { match: /elastic__rfc5424__test-5424|rfc5424-3/, kind: 'rfc5424' },
    { match: /ossec__logtesting-4[23]\./, kind: 'apache_error' },
    { match: /crowdsec__cpanel/, kind: 'apache_access', mixed: true, why: 'lines of several logs in one file' },
    { match: /ossec__openbsd-httpd/, kind: 'apache_access' },
    {
      match:
        /crowdsec__(?:CVE-2023|jellyfin|mikrotik|postfix-relay|segfault|synology|proftpd-(?:bf|user))|elastic__(?:macos|suse)|wazuh__macos/,
      kind: 'syslog_iso',
    },
    {
      match: /crowdsec__(?:openvpn-bf|proxmox-backup)|lnav__logfile_(?:crlf|invalid_tz|leveltest|multiline)/,
      kind: 'generic_iso',
    },
    { match: /up2date/, kind: 'generic_stamp', mixed: true, why: 'a test put foreign lines in' },
    { match: /fail2ban__vsftpd/, kind: 'rfc3164', mixed: true, why: 'lines of several forms in one file' },
    { match: /crowdsec__(?:bind9-logs|vsftpd)|fail2ban__nsd/, kind: 'generic_stamp' },
    {
      match:
        /crowdsec__postfix-logs|fail2ban__(?:monit|named-refused|testcase|zzz-generic)|jc__generic|plaso__linux__syslog|wazuh__netscreen|insights__/,
      kind: 'rfc3164',
      mixed: true,
      why: 'lines of several forms in one file',
    },
    { match: /./, kind: 'rfc3164' },
  ],
})
