/**
 * Containers of a Kubernetes node, as `crictl ps -a` lists them.
 *   CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD
 *   1f73f2d81bf98       sha256:a0a33f4d     7 minutes ago       Running             coredns             1                   9ad2f3c0f2b5a       coredns-5d78c
 * POD came with 1.22, NAMESPACE with 1.32; before 1.14 the first column was CONTAINER ID.
 */
import { defineProbe, int, optional, text } from '../define'
import { cellFinder, cellsOf, type HeaderColumn, headerColumns } from '../probes-lib/header-columns'
import { count } from '../probes-lib/numbers'

const HEADER =
  /^CONTAINER(?: ID)?\s{2,}IMAGE\s{2,}CREATED\s{2,}STATE\s{2,}NAME\s{2,}ATTEMPT\s{2,}POD ID(?:\s{2,}[A-Z ]+)*\s*$/
const COMPLAINT = /^(?:WARN|ERRO|FATA|time="|[EWI]\d{4} )/

export default defineProbe({
  title: 'Containers of a node (crictl ps)',
  commands: ['crictl ps -a'],
  recognise: {
    names: ['crictl_ps*'],
    shape: (head) => (head.lines.slice(0, 6).some((l) => l.length < 2000 && HEADER.test(l)) ? 0.96 : 0),
  },
  columns: {
    container: text('Id of the container, perhaps cut'),
    image: text('Image or its id'),
    created: text('Age as printed'),
    state: text('Running, Exited, Created or Unknown'),
    name: text('Name of the container in its pod'),
    attempt: optional(int('How often it was started before', 'count')),
    pod_id: text('Id of the pod, perhaps cut'),
    pod: optional(text('Name of the pod')),
    namespace: optional(text('Namespace of the pod')),
  },
  parse: (lines, out) => {
    let columns: readonly HeaderColumn[] | null = null
    for (const line of lines) {
      const t = line.text
      if (t.length < 2000 && HEADER.test(t)) {
        columns = headerColumns(t, 2)
        out.noise(line)
        continue
      }
      const cells = columns && t.length < 8000 ? cellsOf(columns, t) : null
      if (!cells || !/^[0-9a-f]{8,64}$/.test(cells[0]!) || cells[3] === '') {
        if (COMPLAINT.test(t)) out.noise(line)
        else out.unparsed(line, columns ? 'not a container' : 'no header of crictl ps before this line')
        continue
      }
      const find = cellFinder(columns!)
      out.row(
        {
          container: cells[0]!,
          image: cells[1]!,
          created: cells[2]!,
          state: cells[3]!,
          name: cells[4]!,
          attempt: count(cells[5]),
          pod_id: cells[6]!,
          pod: find(cells, 'POD') || null,
          namespace: find(cells, 'NAMESPACE') || null,
        },
        line,
      )
    }
  },
})
