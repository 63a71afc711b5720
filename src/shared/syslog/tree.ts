/**
 * The tree of a logging configuration. Every node knows where it stands in the text (offsets in UTF-16 units, end
 * exclusive); the text itself is kept, so that an edit changes only what it names and comments stay where they are.
 */

export interface Range {
  readonly from: number
  readonly to: number
}

/** How the daemon reads the file: rsyslog's grammar, sysklogd's lines, or BSD's lines with program and host blocks. */
export type Dialect = 'rsyslog' | 'sysklogd' | 'bsd'

export type Severity = 'error' | 'warning' | 'info'

/** A replacement in the text. */
export interface Edit extends Range {
  readonly text: string
}
export interface Fix {
  readonly title: string
  readonly edits: readonly Edit[]
}
export interface Problem extends Range {
  /** The check's name, or `syntax`. */
  readonly check: string
  readonly severity: Severity
  readonly message: string
  /** The daemon reads nothing of the configuration from here on. */
  readonly fatal?: boolean
  /** Why it matters. */
  readonly why?: string
  /** How to mend it. */
  readonly mend?: string
  readonly fixes?: readonly Fix[]
}

export interface Param extends Range {
  /** In lower case, as rsyslog compares it. */
  readonly name: string
  readonly nameAt: Range
  /** Escapes undone; of an array the first. */
  readonly value: string
  readonly values: readonly string[]
  readonly valueAt: Range
  readonly quote: '"' | "'" | '`' | '['
}

export type Expr =
  | ({ readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr } & Range)
  | ({ readonly kind: 'not' | 'minus'; readonly value: Expr } & Range)
  | ({ readonly kind: 'number'; readonly value: number } & Range)
  | ({ readonly kind: 'string'; readonly value: string; readonly backtick: boolean } & Range)
  | ({ readonly kind: 'variable'; readonly name: string } & Range)
  | ({ readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] } & Range)
  | ({ readonly kind: 'array'; readonly items: readonly string[] } & Range)
  | ({ readonly kind: 'group'; readonly value: Expr } & Range)
export type BinaryOp =
  | 'and'
  | 'or'
  | '=='
  | '!='
  | '<='
  | '>='
  | '<'
  | '>'
  | 'contains'
  | 'contains_i'
  | 'startswith'
  | 'startswith_i'
  | 'endswith'
  | '+'
  | '-'
  | '&'
  | '*'
  | '/'
  | '%'

/** `property(...)` or `constant(...)` in a template of type list. */
export interface TemplateItem extends Range {
  readonly type: 'property' | 'constant'
  readonly params: readonly Param[]
}

export type Statement =
  | ({
      readonly kind: 'directive'
      readonly name: string
      readonly nameAt: Range
      readonly value: string
      readonly valueAt: Range
    } & Range)
  | ({
      readonly kind: 'include'
      readonly path: string
      readonly pathAt: Range
      readonly params: readonly Param[]
    } & Range)
  | ({
      readonly kind: 'object'
      readonly type: string
      readonly params: readonly Param[]
      readonly paramsAt: Range
    } & Range)
  | ({
      readonly kind: 'template'
      readonly params: readonly Param[]
      readonly paramsAt: Range
      readonly items: readonly TemplateItem[] | null
    } & Range)
  | ({
      readonly kind: 'ruleset'
      readonly params: readonly Param[]
      readonly paramsAt: Range
      readonly body: readonly Statement[] | null
    } & Range)
  | ({ readonly kind: 'action'; readonly params: readonly Param[]; readonly paramsAt: Range } & Range)
  | ({ readonly kind: 'legacy'; readonly text: string } & Range)
  | ({ readonly kind: 'stop' } & Range)
  | ({ readonly kind: 'continue' } & Range)
  | ({ readonly kind: 'call'; readonly name: string; readonly nameAt: Range } & Range)
  | ({ readonly kind: 'call-indirect'; readonly name: Expr } & Range)
  | ({
      readonly kind: 'set'
      readonly variable: string
      readonly variableAt: Range
      readonly value: Expr
      readonly reset: boolean
    } & Range)
  | ({ readonly kind: 'unset'; readonly variable: string; readonly variableAt: Range } & Range)
  | ({
      readonly kind: 'if'
      readonly condition: Expr
      readonly headAt: Range
      readonly then: readonly Statement[]
      readonly otherwise: readonly Statement[] | null
    } & Range)
  | ({
      readonly kind: 'foreach'
      readonly variable: string
      readonly collection: Expr
      readonly headAt: Range
      readonly body: readonly Statement[]
    } & Range)
  | ({
      readonly kind: 'selector'
      readonly text: string
      readonly selectorAt: Range
      readonly then: readonly Statement[]
    } & Range)
  | ({
      readonly kind: 'filter'
      readonly text: string
      readonly filterAt: Range
      readonly then: readonly Statement[]
    } & Range)
  | ({ readonly kind: 'reload'; readonly args: readonly Expr[] } & Range)
  | ({ readonly kind: 'block'; readonly sign: '!' | '+' | '-' | ':'; readonly text: string } & Range)
  | ({
      readonly kind: 'setting'
      readonly name: string
      readonly nameAt: Range
      readonly value: string
      readonly valueAt: Range
    } & Range)
  | ({ readonly kind: 'unknown'; readonly reason: string } & Range)
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>

export interface Document {
  readonly text: string
  readonly dialect: Dialect
  readonly statements: readonly Statement[]
  readonly comments: readonly Range[]
  /** What could not be read, and what the grammar itself refuses. */
  readonly problems: readonly Problem[]
}

/** The statements that stand directly within one. */
export function childrenOf(s: Statement): readonly (readonly Statement[])[] {
  switch (s.kind) {
    case 'ruleset':
      return s.body ? [s.body] : []
    case 'if':
      return s.otherwise ? [s.then, s.otherwise] : [s.then]
    case 'foreach':
      return [s.body]
    case 'selector':
    case 'filter':
      return [s.then]
    default:
      return []
  }
}

/** Every statement in the order of the text, with its depth. */
export function* everyStatement(list: readonly Statement[], depth = 0): Generator<readonly [Statement, number]> {
  for (const s of list) {
    yield [s, depth]
    for (const inner of childrenOf(s)) yield* everyStatement(inner, depth + 1)
  }
}

export const param = (params: readonly Param[], name: string): Param | null =>
  params.find((p) => p.name === name) ?? null
export const paramValue = (params: readonly Param[], name: string): string | null => param(params, name)?.value ?? null
