export * from './blob-store/blob-store.ts';
export * from './cache/cache.ts';
export * from './cache/memory-cache.ts';
export * from './database/database.ts';
export * from './database/transaction-scope.ts';
export * from './event-bus/event-bus.ts';
export * from './pub-sub/memory-pub-sub.ts';
export * from './pub-sub/pub-sub.ts';
