export { type BlobStoreHarness, blobStoreConformance } from './blob-store-conformance.ts';
export type { EventBusHarness } from './bus-under-test.ts';
export { type CacheHarness, cacheConformance } from './cache-conformance.ts';
export { type DatabaseHarness, databaseConformance } from './database-conformance.ts';
export type { EngineFaults } from './engine-faults.ts';
export { eventBusConformance } from './event-bus-conformance.ts';
export { eventually } from './eventually.ts';
export type { PortModule } from './port-process.ts';
export { type PubSubHarness, pubSubConformance } from './pub-sub-conformance.ts';
