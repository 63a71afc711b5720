/** The tool's version, as it stands in custody and reports. */
import { version } from '../../package.json'

export const VERSION: string = version
