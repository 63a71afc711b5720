import { FileCog } from 'lucide-react'
import { lazy, Suspense, useMemo } from 'react'
import { openPanel } from '../../dock'
import { definePanel } from '../../panel'
import { Button, Empty, FaultView, Loading } from '../../ui/parts'
import { useCall } from '../../use-call'
import { setsOf } from './sets'
import './config.css'

const Bench = lazy(() => import('./bench'))

function Config() {
  const { data, fault, again } = useCall('configFiles', {})
  const sets = useMemo(() => (data ? setsOf(data) : []), [data])
  if (fault && !data) return <FaultView fault={fault} again={again} />
  if (!data) return <Loading what="Looking for configuration files" />
  if (sets.length === 0)
    return (
      <Empty
        title="No configuration of logging was captured"
        action={<Button onClick={() => openPanel('evidence')}>Show evidence</Button>}
      >
        /etc/rsyslog.conf, /etc/syslog.conf and their .d folders would be read here, and services, hosts.allow,
        sshd_config, logrotate, audit rules and xinetd beside them.
      </Empty>
    )
  return (
    <Suspense fallback={<Loading what="Loading the editor" />}>
      <Bench sets={sets} />
    </Suspense>
  )
}

export default definePanel({
  title: 'Config',
  icon: FileCog,
  order: 7.7,
  about: 'The hosts’ logging configuration: what goes where, what is wrong with it, and what an edit would stop',
  component: Config,
})
