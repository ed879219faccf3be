import { crc32 } from 'node:zlib';
import { type BusEvent, MAX_EVENT_BYTES } from '@kinora/ports';

export const APPEND_SQL = 'select kinora.bus_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/** Independent of the version of PostgreSQL, so that a key keeps its partition when a database moves. */
export function partitionOf(key: string, partitions: number): number {
  return crc32(key) % partitions;
}

export function partitionsOf(events: BusEvent[], partitions: number): number[] {
  return events.map((event) => partitionOf(event.key, partitions));
}

/** Column by column, as `bus_append` takes them. */
export function appendParameters(events: BusEvent[], partitions: number): unknown[] {
  for (const event of events) {
    if (event.payload.byteLength > MAX_EVENT_BYTES)
      throw new RangeError(
        `The event ${event.type} has ${event.payload.byteLength} bytes. Put large content into a blob.`,
      );
  }
  return [
    partitionsOf(events, partitions),
    events.map((event) => event.eventId),
    events.map((event) => event.type),
    events.map((event) => event.version),
    events.map((event) => event.producer),
    events.map((event) => event.key),
    events.map((event) => event.aggregateType),
    events.map((event) => event.aggregateId),
    events.map((event) => event.aggregateVersion),
    events.map((event) => event.occurredAt),
    events.map((event) => event.traceparent),
    events.map((event) => Buffer.from(event.payload.buffer, event.payload.byteOffset, event.payload.byteLength)),
  ];
}

export interface StoredEvent {
  offset: number;
  event: BusEvent;
}

export interface EventRow {
  offset: number;
  event_id: string;
  type: string;
  version: number;
  producer: string;
  key: string;
  aggregate_type: string;
  aggregate_id: string;
  aggregate_version: number;
  occurred_at: string;
  traceparent: string;
  payload: Buffer;
}

export function storedEvent(row: EventRow): StoredEvent {
  return {
    offset: row.offset,
    event: {
      eventId: row.event_id,
      type: row.type,
      version: row.version,
      producer: row.producer,
      key: row.key,
      aggregateType: row.aggregate_type,
      aggregateId: row.aggregate_id,
      aggregateVersion: row.aggregate_version,
      occurredAt: row.occurred_at,
      traceparent: row.traceparent,
      payload: new Uint8Array(row.payload),
    },
  };
}
