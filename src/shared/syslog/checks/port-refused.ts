import { defineCheck } from './define'

/** A port that /etc/services or SELinux would refuse. */
const LABELLED: ReadonlySet<string> = new Set(['514', '601', '6514', '10514', '20514'])

export default defineCheck({
  severity: 'warning',
  why: 'sysklogd looks its port up in /etc/services and does not listen without the entry; SELinux lets the daemon use only the ports that are labelled for syslog.',
  mend: 'Add "syslog 514/udp" to /etc/services; label the port with semanage port -a -t syslogd_port_t -p tcp <port>.',
  *run({ config, steps, facts }) {
    const used = [
      ...config.inputs.flatMap(({ port, place }) => (port ? [{ port, place }] : [])),
      ...steps.flatMap((step) =>
        step.bound?.action.kind === 'remote' && step.bound.action.port
          ? [{ port: step.bound.action.port, place: step.place }]
          : [],
      ),
    ]
    for (const { port, place } of used) {
      if (!/^\d+$/.test(port)) {
        if (facts.services && !facts.services.some((s) => s.startsWith(`${port} `)))
          yield { ...place, severity: 'error', message: `/etc/services has no entry ${port.slice(0, 40)}.` }
        continue
      }
      if (Number(port) < 1 || Number(port) > 65535)
        yield { ...place, severity: 'error', message: `${port.slice(0, 12)} is no port.` }
      else if (facts.selinux === true && !LABELLED.has(port))
        yield { ...place, message: `SELinux enforces, and its policy does not label port ${port} for syslog.` }
    }
    const forwards = steps.find((step) => config.dialect !== 'rsyslog' && step.bound?.action.kind === 'remote')
    if (forwards && facts.services && !facts.services.includes('syslog 514/udp'))
      yield {
        ...forwards.place,
        severity: 'error',
        message: '/etc/services has no entry "syslog 514/udp": syslogd cannot send.',
      }
  },
})
