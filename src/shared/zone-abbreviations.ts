/** Names of zones as date(1) and log stamps print them. */

/** Abbreviations that mean one offset wherever they are used. CST, IST, BST and others mean several: refused. */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  UCT: 0,
  WET: 0,
  WEST: 3600,
  CET: 3600,
  CEST: 7200,
  MET: 3600,
  MEST: 7200,
  EET: 7200,
  EEST: 10_800,
  MSK: 10_800,
  EST: -18_000,
  EDT: -14_400,
  CDT: -18_000,
  MST: -25_200,
  MDT: -21_600,
  PST: -28_800,
  PDT: -25_200,
  AKST: -32_400,
  AKDT: -28_800,
  HST: -36_000,
  JST: 32_400,
  KST: 32_400,
  AEST: 36_000,
  AEDT: 39_600,
  NZST: 43_200,
  NZDT: 46_800,
}

/** Offset of an abbreviation in seconds, east positive; null when it is unknown or means several. */
export const abbreviationOffset = (name: string): number | null =>
  Object.hasOwn(ABBREVIATIONS, name) ? ABBREVIATIONS[name]! : null
