/** Statements that count together: each that commits by itself waits for the disk. */

interface Runs {
  run(sql: string): Promise<unknown>
}

/** Runs `work` in one transaction of this connection, which nothing else uses meanwhile; undone when it throws. */
export async function transaction<T>(connection: Runs, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN TRANSACTION')
  try {
    const result = await work()
    await connection.run('COMMIT')
    return result
  } catch (error) {
    // An error may have ended it already.
    await connection.run('ROLLBACK').catch(() => {})
    throw error
  }
}
