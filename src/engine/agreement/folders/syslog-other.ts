import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /\.asl$/, kind: null, why: 'binary log of Apple' },
    { match: /crowdsec__haproxy/, kind: null, why: 'HAProxy without a stamp in front' },
    { match: /crowdsec__teleport/, kind: null, why: 'Teleport in JSON' },
    { match: /HPC_2k/, kind: null, why: 'seconds since 1970 in the fifth column' },
    { match: /ossec__vpn/, kind: null, why: 'numbered lines of a VPN concentrator' },
    { match: /oscap/, kind: null, why: 'OpenSCAP, no stamps' },
    { match: /apt_history/, kind: 'apt_history' },
    { match: /sotm34__apache/, kind: 'apache_error' },
    { match: /snort3/, kind: 'ids_alert' },
    { match: /cpanel/, kind: 'generic_iso', mixed: true, why: 'lines of several logs in one file' },
    { match: /crowdsec__cri/, kind: 'cri' },
    { match: /crowdsec__zimbra|fail2ban__(?:asterisk|exim|groupoffice)/, kind: 'generic_iso' },
    { match: /fail2ban__(?:kerio|squid)|plaso__linux__vsftpd|wazuh__squid/, kind: 'generic_stamp' },
    {
      match: /fail2ban__(?:xrdp|mysqld)|plaso__linux__xchat/,
      kind: 'rfc3164',
      mixed: true,
      why: 'lines of several forms in one file',
    },
    { match: /fail2ban__haproxy/, kind: 'rfc3164' },
  ],
})
