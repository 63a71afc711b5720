/**
 * Output of commands that ran in another locale than C: known by its headings and names of months, so that it is refused
 * by name. Headings from the message catalogues of coreutils (df, ls), net-tools (netstat), util-linux (last), procps (free),
 * shadow (lastlog) and dpkg; months from the locales of glibc.
 */
interface Locale {
  readonly code: string
  readonly name: string
  /** Texts that begin a line (`<` before it) or stand in one, of the tool named. */
  readonly heads: readonly (readonly [tool: string, text: string])[]
  /** Names of months as `ls -l` and `date` print them, where they are not the English ones. */
  readonly months: string
}

export const LOCALES: readonly Locale[] = [
  {
    code: 'de',
    name: 'German',
    heads: [
      ['df', '<Dateisystem'],
      ['ls', '<insgesamt '],
      ['netstat', '<Aktive Internetverbindungen'],
      ['netstat', '<Aktive Sockets in der UNIX-Domäne'],
      ['netstat -r', '<Kernel-IP-Routentabelle'],
      ['netstat -i', '<Kernel-Schnittstellentabelle'],
      ['free', '<Speicher:'],
      ['lastlog', '**Noch nie angemeldet**'],
      ['dpkg -l', '<Gewünscht='],
      ['ifconfig', 'Hardware Adresse'],
      ['last', ' beginnt '],
    ],
    months: 'Mär Mrz Mai Okt Dez',
  },
  {
    code: 'fr',
    name: 'French',
    heads: [
      ['df', '<Sys. de fichiers'],
      ['df', '<Sys. fich.'],
      ['netstat', '<Connexions Internet actives'],
      ['netstat', '<Sockets du domaine UNIX actives'],
      ['netstat -r', '<Table de routage IP du noyau'],
      ['netstat -i', "<Table d'interfaces noyau"],
      ['dpkg -l', '<Souhait='],
      ['last', ' commence '],
    ],
    months: 'janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.',
  },
  {
    code: 'es',
    name: 'Spanish',
    heads: [
      ['df', '<S.ficheros'],
      ['df', '<Filesystem           Tamaño'],
      ['netstat', '<Conexiones activas de Internet'],
      ['lastlog', '**Nunca ha accedido**'],
      ['dpkg -l', '<Deseado='],
      ['last', ' empieza '],
    ],
    months: 'ene abr ago dic',
  },
  {
    code: 'it',
    name: 'Italian',
    heads: [
      ['df', '<File system '],
      ['ls', '<totale '],
      ['lastlog', '**Nessun accesso effettuato**'],
      ['dpkg -l', '<Voluto='],
    ],
    months: 'gen mag giu lug ott dic',
  },
  {
    code: 'pt',
    name: 'Portuguese',
    heads: [
      ['df', '<Sist. Arq.'],
      ['df', '<Sistema de ficheiros'],
      ['netstat', '<Conexões Internet Ativas'],
      ['netstat', '<Domain sockets UNIX ativos'],
      ['netstat -r', '<Tabela de Roteamento IP do Kernel'],
      ['netstat -i', '<Tabela de Interfaces do Kernel'],
      ['lastlog', '**Nunca logou**'],
      ['lastlog', '**Nunca entrou no sistema**'],
      ['last', ' começa '],
      ['last', ' inicia '],
    ],
    months: 'fev out dez',
  },
  {
    code: 'nl',
    name: 'Dutch',
    heads: [
      ['df', '<Bestandssysteem'],
      ['ls', '<totaal '],
      ['lastlog', '**Heeft zich nog nooit aangemeld**'],
      ['dpkg -l', '<Gevraagd='],
    ],
    months: 'mrt mei',
  },
  {
    code: 'pl',
    name: 'Polish',
    heads: [
      ['df', '<System plików'],
      ['ls', '<razem '],
      ['free', '<Pamięć:'],
      ['lastlog', '**Nigdy nie zalogowany**'],
      ['dpkg -l', '<Wybór:'],
      ['last', ' zaczyna się '],
    ],
    months: 'sty lut kwi cze lip sie wrz paź lis gru',
  },
  {
    code: 'cs',
    name: 'Czech',
    heads: [
      ['df', '<Souborový systém'],
      ['ls', '<celkem '],
      ['netstat', '<Aktivní Internetová spojení'],
      ['netstat', '<Aktivní sokety domény UNIX'],
      ['netstat -r', '<Směrovací tabulka v jádru'],
      ['netstat -i', '<Tabulka rozhraní v jádru'],
      ['lastlog', '**Nikdy nebyl přihlášen**'],
      ['dpkg -l', '<Požadované='],
      ['last', ' začíná '],
    ],
    months: 'led úno bře dub kvě čen čec srp zář říj pro',
  },
  {
    code: 'sv',
    name: 'Swedish',
    heads: [
      ['df', '<Filsystem '],
      ['ls', '<totalt '],
      ['free', '<Minne:'],
      ['lastlog', '**Aldrig varit inloggad**'],
      ['dpkg -l', '<Önskat='],
      ['last', ' inleder '],
    ],
    months: 'maj',
  },
  {
    code: 'tr',
    name: 'Turkish',
    heads: [
      ['df', '<Dosya sistemi'],
      ['ls', '<toplam '],
      ['lastlog', '**Hiç giriş yapmadı**'],
      ['dpkg -l', '<İstenen='],
    ],
    months: 'Oca Şub Nis Haz Tem Ağu Eyl Eki Kas Ara',
  },
  {
    code: 'ru',
    name: 'Russian',
    heads: [
      ['df', '<Файловая система'],
      ['ls', '<итого '],
      ['netstat', '<Активные соединения'],
      ['lastlog', '**Никогда не входил в систему**'],
      ['dpkg -l', '<Желаемый='],
    ],
    months: 'янв фев мар апр мая июн июл авг сен окт ноя дек',
  },
  {
    code: 'uk',
    name: 'Ukrainian',
    heads: [
      ['df', '<Ф. система'],
      ['ls', '<загалом '],
      ['free', '<Пам.:'],
      ['lastlog', '**Ніколи не входив**'],
      ['last', ' розпочинає '],
    ],
    months: 'січ лют бер кві тра чер лип сер вер жов лис гру',
  },
  {
    code: 'ja',
    name: 'Japanese',
    heads: [
      ['df', '<ファイルシス'],
      ['ls', '<合計 '],
      ['netstat', '<稼働中のインターネット接続'],
      ['netstat', '<稼働中のUNIXドメインソケット'],
      ['netstat -r', '<カーネルIP経路テーブル'],
      ['netstat -i', '<カーネルインタフェーステーブル'],
      ['lastlog', '**一度もログインしていません**'],
      ['dpkg -l', '<要望='],
      ['last', ' から始まっています'],
    ],
    months: '',
  },
  {
    code: 'zh',
    name: 'Chinese',
    heads: [
      ['df', '<文件系统'],
      ['df', '<檔案系統'],
      ['ls', '<总计 '],
      ['ls', '<总用量 '],
      ['ls', '<總用量 '],
      ['free', '<内存：'],
      ['lastlog', '**从未登录过**'],
      ['lastlog', '**從未登入過**'],
      ['dpkg -l', '<期望状态='],
      ['dpkg -l', '<要求='],
    ],
    months: '',
  },
  {
    code: 'ko',
    name: 'Korean',
    heads: [
      ['df', '<파일 시스템'],
      ['ls', '<합계 '],
      ['free', '<메모리:'],
      ['lastlog', '**한번도 로그인한 적이 없습니다**'],
      ['dpkg -l', '<희망상태='],
    ],
    months: '',
  },
]

const TAIL = /^(?:[uwb]tmp\S*) /
const LISTED = /^[-dlbcps][-rwxsStT]{9}[.+@]? +\d+ \S+ +\S+ +[\d.,]+[KMGT]? (.{4,30})/
const CLOCK = /\b\d\d:\d\d:\d\d\b/
/** `2025年 3月 4日`, `3월 4` */
const EASTERN = /(?:^|[\s年])\d{1,2}(月|월)/

function monthIn(text: string): Locale | undefined {
  const words = new Set(text.split(/[\s,]+/).flatMap((w) => [w, w.replace(/\.$/, '')]))
  return LOCALES.find(({ months }) => months !== '' && months.split(' ').some((m) => words.has(m)))
}
const eastern = (text: string, mark: string): Locale | undefined =>
  LOCALES.find(({ code }) => code === (mark === '월' ? 'ko' : /[曜ぁ-ん]|JST/.test(text) ? 'ja' : 'zh'))

/** Which locale, and which tool printed it; null for output that tells none. */
export function otherLocale(lines: readonly string[]): { readonly locale: Locale; readonly tool: string } | null {
  const some = [...lines.slice(0, 40), ...lines.slice(40).slice(-4)].filter((l) => l.length < 2000)
  for (const line of some)
    for (const locale of LOCALES)
      for (const [tool, head] of locale.heads) {
        const fits =
          tool === 'last'
            ? TAIL.test(line) && line.includes(head)
            : head.startsWith('<')
              ? line.startsWith(head.slice(1)) && (tool !== 'ls' || /^\S+ [\d.,]+[KMGT]?$/.test(line.trimEnd()))
              : line.includes(head)
        if (fits) return { locale, tool }
      }
  const listed = some.map((l) => LISTED.exec(l)?.[1]).filter((l) => l !== undefined)
  for (const text of listed) {
    const mark = EASTERN.exec(text)?.[1]
    const locale = mark ? eastern(text, mark) : monthIn(text.split(/\d\d:\d\d|\d{4}/)[0]!)
    if (locale) return { locale, tool: 'ls' }
  }
  const date = lines.length <= 2 && lines[0] && lines[0].length < 100 && CLOCK.test(lines[0]) ? lines[0] : null
  if (date !== null) {
    const mark = EASTERN.exec(date)?.[1]
    const locale = mark ? eastern(date, mark) : monthIn(date)
    if (locale) return { locale, tool: 'date' }
  }
  return null
}
