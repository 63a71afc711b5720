/** What a parse worker and the engine thread say to each other. */
import type { Batch, Done, Task } from './batch'

/** In the shared array: how many batches the worker may still send; then flags of tasks that nobody wants. */
export const CREDITS = 0
const SLOTS = 1024
export const cancelSlot = (id: number): number => 1 + (id & (SLOTS - 1))
export const SHARED_BYTES = 4 * (1 + SLOTS)

export type ToWorker =
  | { readonly id: number; readonly task: Task }
  /** Buffers of a batch that has been appended. */
  | { readonly back: readonly ArrayBuffer[] }
export type FromWorker =
  | { readonly id: number; readonly type: 'batch'; readonly batch: Batch }
  | { readonly id: number; readonly type: 'alive'; readonly bytes: number }
  | { readonly id: number; readonly type: 'done'; readonly done: Done }
