export { createPostgresEventBus, type PostgresEventBusOptions } from './event-bus/postgres-event-bus.ts';
export { type OpenPostgresOptions, openPostgres } from './postgres-engine.ts';
export { createPostgresPubSub, type PostgresPubSubOptions } from './postgres-pub-sub.ts';
