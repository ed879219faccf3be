/** Why the embedded PostgreSQL does not start, in one sentence that says what to do: nothing was damaged. */
export class EmbeddedPostgresRefusal extends Error {
  override readonly name = 'EmbeddedPostgresRefusal';
}
