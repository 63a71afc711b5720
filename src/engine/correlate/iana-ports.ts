/** Names of well-known ports, shared with the probes that read them back. */
export { IANA_PORTS } from '../../shared/iana-ports'
