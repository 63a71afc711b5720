/** What a configuration language is to the editor: one file each under languages/; the file's name is its id. */
import type { Completion, Defined } from '../../shared/syslog/assist-complete'
import type { Hover } from '../../shared/syslog/assist-hover'
import type { OutlineItem } from '../../shared/syslog/outline'
import type { Edit, Problem, Range } from '../../shared/syslog/tree'

/** A rule of Monaco's tokenizer: what fits, and what it is; optionally the state that follows. */
export type TokenRule = readonly [RegExp, string | readonly string[]] | readonly [RegExp, string, string]

export interface Language {
  readonly title: string
  readonly tokens: Readonly<Record<string, readonly TokenRule[]>>
  readonly ignoreCase?: boolean
  /** What is wrong with a file by itself. The logging language is checked as a whole elsewhere. */
  readonly check?: (text: string) => readonly Problem[]
  readonly complete?: (text: string, at: number, path: string, defined: Defined) => readonly Completion[]
  readonly hover?: (text: string, at: number, path: string) => Hover | null
  readonly outline?: (text: string, path: string) => readonly OutlineItem[]
  readonly folds?: (text: string, path: string) => readonly (Range & { readonly comment: boolean })[]
  readonly includes?: (text: string, path: string) => readonly (Range & { readonly path: string })[]
  readonly format?: (text: string, path: string) => readonly Edit[]
}
export const defineLanguage = (language: Language): Language => language
