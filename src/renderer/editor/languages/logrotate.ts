import { checkLogrotate } from '../../../shared/config-checks/logrotate'
import { defineLanguage } from '../define'

export default defineLanguage({
  title: 'Log rotation',
  tokens: {
    root: [
      [/#.*$/, 'comment'],
      [/\b(?:prerotate|postrotate|firstaction|lastaction|preremove)\b/, 'tag', '@script'],
      [/\b(?:hourly|daily|weekly|monthly|yearly|rotate|maxage|size|minsize|maxsize|start)\b/, 'keyword'],
      [
        /\b(?:compress|nocompress|delaycompress|copytruncate|create|nocreate|dateext|missingok|nomissingok|notifempty|ifempty|sharedscripts|su|shred|noshred|olddir|noolddir|include|mail|nomail|extension)\b/,
        'type',
      ],
      [/"[^"]*"|\/[\w./*?-]+/, 'string'],
      [/\b\d+[kMG]?\b/, 'number'],
      [/[{}]/, 'delimiter'],
    ],
    script: [
      [/\bendscript\b/, 'tag', '@pop'],
      [/./, 'attribute'],
    ],
  },
  check: checkLogrotate,
})
