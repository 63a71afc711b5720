import { defineLanguage } from '../define'

/** Any other file: its comments, and nothing else is known. */
export default defineLanguage({ title: 'Plain text', tokens: { root: [[/^\s*[#;].*$/, 'comment']] } })
