export { createPostgresEventBus, type PostgresEventBusOptions } from './event-bus/postgres-event-bus.ts';
export { type OpenPostgresOptions, openPostgres } from './postgres-engine.ts';
export { createPostgresPubSub, type PostgresPubSubOptions } from './postgres-pub-sub.ts';
export { dumpSchema, schemaText } from './schema-dump/dump-schema.ts';
export type { ColumnDescription, SchemaDescription, TableDescription } from './schema-dump/read-schema.ts';
export { createPostgresWatchLog, type PostgresWatchLogOptions } from './watch-log/postgres-watch-log.ts';
