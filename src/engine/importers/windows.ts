/**
 * A collection or copy of a Windows host: KAPE's target folder, CyLR, a copied profile. Known by name so that it is
 * refused by name, not kept without a word.
 *   C/Windows/System32/config/SYSTEM  C/Windows/System32/winevt/Logs/Security.evtx  C/Users/alice/NTUSER.DAT  C/$MFT
 *   2025-03-04T091244_CopyLog.csv  2025-03-04T091244_ConsoleLog.txt      beside them, from KAPE
 */
import { defineImporter } from '../define'

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\d{4}-\d\d-\d\dT\d{6}_\d*_?(?:Console|Copy|Skip)Log\.(?:txt|csv)$/i, 'a KAPE collection of a Windows host'],
  [
    /(?:^|\/)Windows\/System32\/(?:config\/(?:SYSTEM|SOFTWARE|SAM|SECURITY)|winevt\/Logs\/[^/]+\.evtx)$/i,
    'files of a Windows host',
  ],
  [/(?:^|\/)(?:NTUSER\.DAT|UsrClass\.dat)$/i, 'registry hives of a Windows host'],
  [/\.evtx$/i, 'event logs of a Windows host'],
  [/(?:^|\/)(?:\$MFT|%24MFT|\$LogFile|\$Extend\/\$J)$/i, 'file system records of a Windows host'],
  [/\.(?:pf|lnk|automaticDestinations-ms)$/i, 'traces of programs of a Windows host'],
]
const signOf = (path: string): string | null => SIGNS.find(([pattern]) => pattern.test(path))?.[1] ?? null

export default defineImporter({
  title: 'Windows collection',
  recognise: (paths) => {
    const told = paths.filter(
      (p) => signOf(p) !== null || /(?:^|\/)(?:Windows\/|Users\/[^/]+\/AppData\/|ProgramData\/)/i.test(p),
    ).length
    return told > 0 && told * 2 > paths.length ? 0.75 : 0
  },
  open: (bundle) => {
    const what = SIGNS.find(([pattern]) => bundle.paths.some((p) => pattern.test(p)))?.[1] ?? 'files of a Windows host'
    return {
      root: '',
      facts: { os: 'Windows' },
      refused: `This holds ${what}: Vestigo reads Unix and Linux hosts. Its files are kept and hashed, none is read.`,
      member: () => ({ command: null, hostPath: null, collector: false }),
    }
  },
})
