export { EmbeddedPostgresRefusal } from './refusal.ts';
export type { EmbeddedPostgres, EmbeddedPostgresLog, StartEmbeddedPostgresOptions } from './supervisor.ts';
export { startEmbeddedPostgres } from './supervisor.ts';
