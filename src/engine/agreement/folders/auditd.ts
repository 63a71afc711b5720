import { defineFolder } from '../define'

export default defineFolder({
  files: [
    { match: /auditctl/, kind: null, why: 'auditctl -s' },
    { match: /\.bsm$/, kind: null, why: 'BSM audit trail of Solaris and macOS' },
    { match: /__rules__/, kind: 'audit_rules' },
    { match: /__coalesce__/, kind: null, why: 'records in YAML as a test of another project keeps them' },
    { match: /AUDIT_LOG_TEMPALTE/, kind: 'audit', mixed: true, why: 'a test put damaged records in' },
    { match: /plaso__linux__selinux/, kind: 'audit', mixed: true, why: 'a test put damaged records in' },
    { match: /./, kind: 'audit' },
  ],
})
