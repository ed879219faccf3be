export type { EmbeddedPostgres, EmbeddedPostgresLog, StartEmbeddedPostgresOptions } from './supervisor.ts';
export { startEmbeddedPostgres } from './supervisor.ts';
