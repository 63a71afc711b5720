/** Entry of the worker threads that run parsers. */
import { logs, messages } from '../registry/logs'
import { serve } from './serve'

serve({ logs, messages }, async () => (await import('../registry/probes')).probes)
