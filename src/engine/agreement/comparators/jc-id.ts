import { defineComparator } from '../define'

interface Named {
  readonly id: number
  readonly name: string
}

export default defineComparator({
  title: 'jc on id',
  expects: /^host-misc\/jc__.*__id\./,
  compare: (input) => {
    const { uid, gid, groups } = input.json<{ uid: Named; gid: Named; groups: readonly Named[] }>()
    const [row] = input.rows()
    const pair = (field: string, theirs: unknown, ours: unknown) => ({ where: 'row 0', field, theirs, ours })
    return {
      pairs: [
        pair('uid', uid, { id: row?.['uid'], name: row?.['user'] }),
        pair('gid', gid, { id: row?.['gid'], name: row?.['group_name'] }),
        pair(
          'groups',
          groups.map((g) => `${g.id}(${g.name})`),
          row?.['groups'],
        ),
      ],
    }
  },
})
