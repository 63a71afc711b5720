import { Network as Icon } from 'lucide-react'
import { runCommand } from '../../commands'
import { definePanel } from '../../panel'
import type { ColumnLook } from '../../ui/columns'
import { DataTable } from '../../ui/data-table'
import { Button, Empty } from '../../ui/parts'
import { type Tab, TabbedPanel } from '../../ui/table-panel'
import { Counters } from './counters'
import { Traces } from './traces'
import './network.css'

const INTERFACES: readonly ColumnLook[] = [
  { name: 'name', width: 84 },
  { name: 'up', width: 46 },
  { name: 'promiscuous', width: 92 },
  { name: 'promiscuity', width: 84 },
  { name: 'addresses', width: 190 },
  { name: 'mac', width: 138 },
  { name: 'flags', width: 250 },
  { name: 'mtu', width: 60 },
  { name: 'rx_packets', width: 92 },
  { name: 'rx_errors', width: 76 },
  { name: 'rx_dropped', width: 82 },
  { name: 'tx_packets', width: 92 },
  { name: 'tx_errors', width: 76 },
  { name: 'tx_dropped', width: 82 },
]
const ROUTES: readonly ColumnLook[] = [
  { name: 'destination', width: 170 },
  { name: 'gateway', width: 140 },
  { name: 'interface', width: 90 },
  { name: 'flags', width: 64 },
  { name: 'metric', width: 64 },
  { name: 'source', width: 140 },
]
const NEIGHBOURS: readonly ColumnLook[] = [
  { name: 'address', width: 170 },
  { name: 'mac', width: 150 },
  { name: 'interface', width: 90 },
  { name: 'state', width: 110 },
]

const empty = (title: string, how: string) => (
  <Empty title={title} action={<Button onClick={() => runCommand('open-files')}>Add evidence</Button>}>
    {how}
  </Empty>
)

const TABS: readonly Tab[] = [
  {
    id: 'interfaces',
    title: 'Interfaces',
    topics: ['interfaces'],
    content: () => (
      <DataTable
        table="interfaces"
        label="Interfaces"
        kind="interface"
        looks={INTERFACES}
        rowClass={(read) => (read('promiscuous') === true ? 'promiscuous' : '')}
        cell={(column, value) =>
          column === 'promiscuous' && value === true ? (
            <b
              className="promisc"
              data-hint="Receives every packet on the wire. A sniffer, or an intrusion detection system"
            >
              PROMISC
            </b>
          ) : null
        }
        empty={empty(
          'No view of interfaces in this case',
          'Output of ifconfig -a, ip -d -s link, ip addr or netstat -i fills it. Only ip -d link and /proc/net/packet show a sniffer that uses a packet socket.',
        )}
      />
    ),
  },
  {
    id: 'routes',
    title: 'Routes',
    topics: ['routes'],
    content: () => (
      <DataTable
        table="routes"
        label="Routes"
        kind={null}
        looks={ROUTES}
        empty={empty('No routing table in this case', 'Output of ip route, route -n or netstat -rn fills it.')}
      />
    ),
  },
  {
    id: 'neighbours',
    title: 'Neighbours',
    topics: ['neighbours'],
    content: () => (
      <DataTable
        table="neighbours"
        label="Neighbours"
        kind={null}
        looks={NEIGHBOURS}
        empty={empty('No neighbour table in this case', 'Output of ip neigh or arp -an fills it.')}
      />
    ),
  },
  { id: 'traces', title: 'Ping and traceroute', topics: ['hops'], content: () => <Traces /> },
  { id: 'counters', title: 'Protocol counters', topics: [], content: () => <Counters /> },
]

export default definePanel({
  title: 'Network',
  icon: Icon,
  order: 6,
  about: 'Interfaces, routes, neighbours, ping and traceroute, protocol counters',
  component: () => <TabbedPanel tabs={TABS} label="Network" />,
})
