/** Entry of the worker threads that run parsers. */
import { logs, messages, probes } from '../registry'
import { serve } from './serve'

serve({ probes, logs, messages })
