/** Reports for tests: one in which every text of the suspect, and of the examiner, is the one given; and one of nothing. */
import type { Moment, ReportModel } from '../../define'

const at: Moment = { utc: '2002-07-01T06:14:52Z', local: '2002-07-01 02:14:52 -04:00' }
const sha = (digit: string) => digit.repeat(64)

export const EMPTY_REPORT: ReportModel = {
  format: 'vestigo-report/1',
  tool: 'vestigo 0.0.0',
  case: { id: 'none', name: '', number: '', examiner: '', evidenceNumber: '', created: '2002-07-01T00:00:00Z' },
  summary: { sentences: [], bySeverity: { info: 0, low: 0, medium: 0, high: 0, critical: 0 } },
  hosts: [],
  captures: [],
  findings: [],
  blind: [],
  clear: [],
  policy: 'none',
  timeline: { span: null, figures: [], rows: [], total: 0, untimed: 0 },
  tables: [],
  coverage: { rows: 0, noise: 0, unparsed: 0 },
  files: [],
  links: [],
  containers: [],
  custody: { records: [], about: '' },
  notes: [],
}

export function hostileReport(nasty: string): ReportModel {
  const place = { artifact: 1, line: 2, off: 3 }
  const file = {
    capture: 1,
    path: nasty,
    size: 10,
    modified: at,
    parser: nasty,
    command: nasty,
    rows: 1,
    noise: 1,
    unparsed: 7,
    zone: nasty,
    zoneReason: nasty,
    year: 2002,
    yearReason: nasty,
    truncated: nasty,
    notRead: nasty,
    fault: nasty,
    samples: [{ line: 4, text: nasty, reason: nasty }],
  }
  return {
    ...EMPTY_REPORT,
    case: {
      ...EMPTY_REPORT.case,
      name: nasty,
      number: `case 2002-117 ${nasty}`,
      examiner: nasty,
      evidenceNumber: nasty,
    },
    summary: {
      sentences: [nasty, 'Made 2002-07-01 06:14:52 UTC.'],
      bySeverity: { info: 0, low: 0, medium: 0, high: 0, critical: 1 },
    },
    hosts: [
      { id: 1, name: nasty, os: nasty, kernel: nasty },
      { id: 2, name: 'two', os: null, kernel: null },
    ],
    captures: [
      {
        id: 1,
        host: nasty,
        kind: nasty,
        source: nasty,
        capturedAt: at,
        bootedAt: null,
        zone: nasty,
        zoneReason: nasty,
        blind: [nasty],
        files: 2,
      },
    ],
    findings: [
      {
        no: 1,
        id: 'some_rule-1',
        rule: 'some_rule',
        title: nasty,
        severity: 'critical',
        host: nasty,
        at,
        summary: nasty,
        about: nasty,
        attack: ['T1040'],
        innocent: [nasty],
        likely: nasty,
        next: [nasty],
        evidence: [
          { ...place, path: nasty, sha256: sha('a'), len: 9, excerpt: `${nasty}\n${nasty}`, says: nasty },
          {
            artifact: 1,
            line: null,
            off: 77,
            path: nasty,
            sha256: sha('a'),
            len: 9,
            excerpt: nasty.repeat(30),
            says: '',
          },
        ],
        subjects: [{ label: nasty, how: nasty, sure: false }],
        limits: [nasty],
      },
    ],
    blind: [{ rule: 'blind_rule', title: nasty, why: nasty }],
    clear: [{ rule: 'clear_rule', title: nasty, limits: [nasty] }],
    policy: nasty,
    timeline: {
      span: { from: at, to: at },
      figures: [
        {
          title: nasty,
          from: at,
          to: at,
          step: 1_000_000,
          buckets: 4,
          bands: [
            { name: 'error (3)', counts: [0, 1, 0, 2] },
            { name: 'no severity told', counts: [5, 0, 0, 1] },
          ],
          marks: [
            { x: 0.5, label: 'F1', kind: 'finding' },
            { x: 0.9, label: nasty, kind: 'capture' },
          ],
          ticks: [{ x: 0.25, label: nasty }],
          total: 9,
        },
      ],
      rows: [
        {
          ...place,
          at,
          kind: 'log',
          host: nasty,
          program: nasty,
          pid: 7,
          severity: 3,
          text: nasty,
          examiner: true,
          findings: [1],
        },
        {
          ...place,
          at: null,
          kind: 'log',
          host: nasty,
          program: null,
          pid: null,
          severity: null,
          text: `\\${nasty}\\`,
          examiner: false,
          findings: [],
        },
      ],
      total: 9,
      untimed: 1,
    },
    tables: [
      {
        id: 'sockets',
        title: 'Sockets',
        about: nasty,
        limits: [nasty],
        columns: [
          { name: 'local', type: 'text', about: '', unit: null },
          { name: 'pid', type: 'int', about: '', unit: null },
          { name: 'seen by', type: 'list', about: '', unit: null },
        ],
        rows: [
          { cells: [nasty, 1, [nasty, nasty]], proofs: [{ ...place, says: nasty }] },
          { cells: [null, null, []], proofs: [] },
        ],
        total: 2,
      },
    ],
    coverage: { rows: 1, noise: 1, unparsed: 7 },
    files: [
      { ...file, artifact: 1, sha256: sha('a'), state: 'parsed', refused: null, findings: [1] },
      { ...file, artifact: 2, sha256: null, state: 'refused', refused: nasty, findings: [] },
    ],
    links: [{ artifact: 3, path: nasty, target: nasty }],
    containers: [{ name: nasty, kind: 'tar', sha256: sha('b'), size: null, members: 2 }],
    custody: {
      records: [
        {
          seq: 1,
          at: '2002-07-01T06:14:52.000Z',
          action: 'case-created',
          user: nasty,
          machine: nasty,
          examiner: nasty,
          tool: nasty,
          detail: [
            [nasty, nasty],
            ['sha256', sha('c')],
          ],
          hash: sha('d'),
        },
      ],
      about: nasty,
    },
    notes: [{ what: nasty, star: true, comment: nasty, by: nasty, at: '2002-07-01T06:14:52.000Z' }],
  }
}
