/** Names of cases and their folders, from what is opened. Pure. */
import { baseName } from './format'

/** `uac-zeus-linux-20250304.tar.gz` -> `uac-zeus-linux-20250304`. Pure. */
export const caseNameFor = (path: string): string =>
  baseName(path).replace(/(\.(tar|tgz|txz|tbz2?|zip|gz|xz|bz2|zst|log|txt|out))+$/i, '') || 'case'

/** A folder name that every file system takes. Pure. */
export const folderNameFor = (name: string): string =>
  name
    .trim()
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\s]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80) || 'case'

export const joinPath = (folder: string, name: string): string => {
  const slash = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return `${folder.replace(/[/\\]+$/, '')}${slash}${name}`
}
export const isCasePath = (path: string): boolean => /\.vestigo[/\\]?$/.test(path)
