/** All log formats and kinds of log messages. */
import type { LogFormat, MessageKind } from '../define'
import { collect, type Found } from './collect'

export const logs = collect<LogFormat>(
  import.meta.glob(['../logs/*.ts', '!../logs/*.test.ts'], { eager: true }) as Found<LogFormat>,
)
export const messages = collect<MessageKind>(
  import.meta.glob(['../messages/*.ts', '!../messages/*.test.ts'], { eager: true }) as Found<MessageKind>,
)
