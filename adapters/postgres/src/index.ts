export { openPostgres, type OpenPostgresOptions } from './postgres-engine.ts';
export { createPostgresEventBus, type PostgresEventBusOptions } from './event-bus/postgres-event-bus.ts';
