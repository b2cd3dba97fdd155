import { check } from '../check'
import { type Finding, ok, warn } from '../finding'
import { resultOf } from './json-of'

export const databases = check({
  name: 'databases',
  about: "whether Superset may only read the databases of the dashboard's datasets",
  problems: {
    'database-dml': 'a database of the dashboard allows statements that change data',
    'database-uploads': 'a database of the dashboard allows uploads',
    'database-unreadable': 'the account may not read the settings of a database',
  },
  needs: ['session', 'datasets'],
  reads: ['Database'],
  async run({ session, datasets }) {
    const ids = [...new Set(datasets.flatMap(({ databaseId }) => databaseId ?? []))]
    const findings: Finding[] = []
    for (const id of ids) {
      const response = await session.get(`/api/v1/database/${id}`)
      const { database_name: name, allow_dml: dml, allow_file_upload: uploads } = await resultOf(response)
      const edit = 'Settings → Database Connections → Edit → Advanced'
      if (response.status !== 200) {
        const what = `Superset answers ${response.status} to the request for database ${id}.`
        findings.push(warn('database-unreadable', what, 'Give the account:\n  can read on Database'))
      }
      if (dml === true) {
        const what = `The database ${name} allows DML: SQL that gets into a rule could change its data.`
        findings.push(
          warn(
            'database-dml',
            what,
            `${edit} → SQL Lab: untick "Allow DML", and connect with an account that can only read.`,
          ),
        )
      }
      if (uploads === true) {
        const what = `The database ${name} allows uploads: files of users become tables next to your customers' data.`
        findings.push(
          warn('database-uploads', what, `${edit} → Security: untick "Allow file uploads to database".`),
        )
      }
    }
    if (findings.length > 0) return { findings }
    return ok('databases', ids.length > 0 ? 'can only be read' : 'none')
  },
})
