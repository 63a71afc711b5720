/** The report's style sheet: a printed page first, black on white, no remote font; what matters is told by words and weight, not by colour alone. */
import { cssString } from './html'

/** `left` and `right` stand above each printed page, where the printer knows page margin boxes. */
export const styleSheet = (left: string, right: string): string => `
@page { size: A4; margin: 19mm 17mm 18mm;
  @top-left { content: ${cssString(left)}; font: 7.5pt "Liberation Sans", Arial, sans-serif; color: #555; }
  @top-right { content: ${cssString(right)}; font: 7.5pt "Liberation Sans", Arial, sans-serif; color: #555; } }
:root { color-scheme: only light;
  --serif: Charter, "Bitstream Charter", "Source Serif 4", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Liberation Serif", "Times New Roman", serif;
  --sans: "Source Sans 3", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
  --mono: "JetBrains Mono", "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  --rule: #c9c7c1; --faint: #5a5955; --ink: #16161a; --wash: #f4f3ef; --accent: #7a1216; }
* { box-sizing: border-box; }
html { background: #e9e7e1; }
body { overflow-wrap: anywhere; font: 10.5pt/1.45 var(--serif); color: var(--ink); background: #fff; max-width: 210mm; margin: 8mm auto; padding: 18mm 17mm;
  box-shadow: 0 0 0 1px #d6d4cd; font-variant-numeric: tabular-nums lining-nums; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1, h2, h3, h4 { font-weight: 600; line-height: 1.2; break-after: avoid; text-wrap: balance; }
h1 { font-size: 25pt; margin: 1mm 0 3mm; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 15pt; margin: 11mm 0 3mm; padding-top: 3mm; border-top: .5mm solid var(--ink); }
h3 { font-size: 11.5pt; margin: 7mm 0 2mm; }
p { margin: 0 0 2.4mm; orphans: 3; widows: 3; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--rule); text-decoration-thickness: .2mm; text-underline-offset: .5mm; }
.kind, th, .sev, dt, .label { font-family: var(--sans); }
.kind { font-size: 8.5pt; letter-spacing: .16em; text-transform: uppercase; color: var(--accent); margin: 0; }
.mast { border-bottom: .2mm solid var(--rule); padding-bottom: 4mm; margin-bottom: 5mm; }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 3mm 6mm; margin: 5mm 0 0; }
.facts > div { border-top: .2mm solid var(--rule); padding-top: 1.2mm; }
dt, .label { font-size: 7.5pt; letter-spacing: .06em; text-transform: uppercase; color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.lead p { font-size: 11pt; line-height: 1.42; margin-bottom: 1.5mm; }
.tally { display: flex; gap: 0; margin: 4mm .3mm 5mm 0; border: .2mm solid var(--ink); break-inside: avoid; }
.tally > div { flex: 1; padding: 2mm 3mm; border-left: .2mm solid var(--rule); }
.tally > div:first-child { border-left: 0; }
.tally b { display: block; font-size: 19pt; line-height: 1.1; font-weight: 600; }
.tally .none { color: #9a9893; font-weight: 400; }
nav ol { columns: 2; column-gap: 10mm; padding: 0; margin: 0; list-style: none; }
nav li { break-inside: avoid; margin: 0 0 1.1mm; display: flex; gap: 2.5mm; }
nav li span { color: var(--faint); min-width: 5mm; text-align: right; }
nav a { text-decoration: none; }
table { width: 100%; border-collapse: collapse; margin: 2mm 0 4mm; font-size: 8.8pt; line-height: 1.35; }
table.fixed { table-layout: fixed; } th { overflow-wrap: normal; }
thead { display: table-header-group; }
tr { break-inside: avoid; } p:has(+ table), h3:has(+ p), h2:has(+ p), .src:has(+ table) { break-after: avoid; }
th { text-align: left; font-size: 7.3pt; font-weight: 600; letter-spacing: .03em; color: var(--faint); border-bottom: .35mm solid var(--ink); padding: .8mm 2mm .8mm 0; vertical-align: bottom; }
td { border-bottom: .15mm solid var(--rule); padding: .9mm 2mm .9mm 0; vertical-align: top; overflow-wrap: anywhere; }
th:last-child, td:last-child { padding-right: 0; }
.num { text-align: right; white-space: nowrap; overflow-wrap: normal; } td.num { padding-right: 3mm; } th.num { padding-right: 3mm; }
.nw { white-space: nowrap; overflow-wrap: normal; }
.mono, code, .hash { font-family: var(--mono); font-size: .86em; }
.hash { font-size: 6.6pt; color: var(--faint); overflow-wrap: anywhere; letter-spacing: -.01em; }
.small { font-size: 8.6pt; color: var(--faint); }
.unknown { color: #9a9893; }
.ctl { border: .15mm solid #8a8780; border-radius: .6mm; padding: 0 .3mm; font-size: .88em; background: #fff; white-space: nowrap; }
.ctl[data-c] { font-size: 0; } .ctl[data-c]::before { content: attr(data-c); font: 700 6pt var(--sans); }
.sev { display: inline-block; font-size: 7.4pt; font-weight: 700; letter-spacing: .07em; text-transform: uppercase; padding: .35mm 1.8mm; border: .35mm solid var(--ink); white-space: nowrap; line-height: 1.3; }
.critical { background: #3d0508; border-color: #3d0508; color: #fff; }
.high { background: #9c1c1c; border-color: #9c1c1c; color: #fff; }
.medium { background: #f0d9a8; border-color: #8a5a00; color: #3d2800; }
.low { background: #fff; border-color: #55616b; color: #2d363d; }
.info { background: #fff; border-color: #a8a69f; border-style: dotted; color: #55544f; }
.finding { margin: 0 0 9mm; }
.finding > header { border-top: .5mm solid var(--ink); padding-top: 2mm; display: flex; gap: 3mm; align-items: baseline; break-after: avoid; break-inside: avoid; }
.finding > header h3 { margin: 0; flex: 1; font-size: 13pt; }
.finding > header .no { font: 600 13pt var(--sans); min-width: 8mm; }
.finding .claim { font-size: 11.2pt; margin: 2mm 0 1mm; break-after: avoid; overflow-wrap: anywhere; }
.likely { border: .2mm solid var(--ink); border-left-width: 1.2mm; padding: 1.6mm 3mm; margin: 2.5mm 0; break-inside: avoid; }
.limits { border-left: .7mm solid var(--rule); padding-left: 3mm; margin: 2.5mm 0; } .limits ul { margin: .6mm 0 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8mm; margin: 3mm 0 1mm; break-inside: avoid; }
.pair ul, .pair ol { margin: .6mm 0 0; padding-left: 4.5mm; font-size: 9.6pt; }
.pair li { margin: 0 0 .8mm; }
.ev { margin: 3mm 0; padding-left: 3mm; border-left: .7mm solid var(--rule); }
.ev .src { margin: 0 0 .6mm; break-after: avoid; line-height: 1.25; }
.ev table { margin: 0; }
.ev td { border-bottom: 0; padding: .35mm 2.5mm .35mm 0; }
.ev .ln { width: 11mm; text-align: right; color: var(--faint); font: 7.6pt/1.5 var(--mono); }
.ev code { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 7.3pt; line-height: 1.4; background: var(--wash); padding: .2mm 1mm; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.ev .says { font-size: 8.4pt; font-style: italic; color: var(--faint); display: block; }
table.events td:nth-child(4) { width: 60%; }
table.files td:nth-child(2) { width: 62%; } table.files .hash { white-space: nowrap; }
table.coverage td:first-child { width: 26%; } table.coverage td:nth-child(2) { width: 17%; } table.coverage td:last-child { width: 26%; }
table.custody td:nth-child(3) { width: 66%; } .value { font-size: 8.6pt; }
figure { margin: 4mm 0 6mm; break-inside: avoid; }
figure > svg { width: 100%; height: auto; display: block; }
svg text { font: 8.5px var(--sans); fill: #444; }
svg .strong { font-weight: 700; fill: #16161a; } svg .em { font-style: italic; }
svg .grid { stroke: #dddbd5; stroke-width: .5; } svg .axis { stroke: #16161a; stroke-width: .8; fill: none; }
svg .capture { stroke: #16161a; stroke-width: .8; stroke-dasharray: 3 2.5; fill: none; } svg .finding { fill: #16161a; stroke: #16161a; stroke-width: .5; }
figcaption { font-size: 8.6pt; color: var(--faint); margin-top: 1mm; } figcaption b { color: var(--ink); font-weight: 600; }
.key { white-space: nowrap; margin-right: 3mm; } .key svg { width: 2.4mm; height: 2.4mm; margin-right: 1mm; vertical-align: -.1mm; }
.day td { font: 600 8.4pt var(--sans); padding-top: 3mm; border-bottom: .2mm solid var(--ink); break-after: avoid; }
.proof td { background: var(--wash); }
.meter { display: block; width: 100%; height: 3.2mm; border: .2mm solid var(--ink); margin: 1mm 0 1.5mm; }
ul.plain { padding-left: 4.5mm; margin: 0 0 3mm; } ul.plain li { margin-bottom: .8mm; overflow-wrap: anywhere; }
.sample { margin: .4mm 0 0 4mm; font-size: 7.8pt; }
.end { margin-top: 12mm; border-top: .2mm solid var(--rule); padding-top: 2mm; }
@media print { html { background: none; } body { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  h2 { break-before: auto; } a { text-decoration: none; } .newpage { break-before: page; } }
`
