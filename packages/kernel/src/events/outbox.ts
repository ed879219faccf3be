import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterCommit, MAX_EVENT_BYTES } from '@kinora/ports';
import type { Transaction } from 'kysely';
import { newUuid } from '../ids/ids.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import { currentTraceparent } from '../telemetry/tracing.ts';

export interface Aggregate {
  /** What changed: `video`, `account`. With the producer and the id it names the stream. */
  type: string;
  id: string;
  version: number;
  /** Partition key when it is not the aggregate's id. */
  key?: string;
}

/** Writes events beside the change that they tell of; the commit wakes the relay that carries them. */
export interface Outbox {
  /** The transaction must hold the lock of the aggregate's row: order of numbers is order of commits per key. */
  emit<Schema, Desc extends DescMessage>(
    transaction: Transaction<Schema>,
    event: Desc,
    message: MessageInitShape<Desc>,
    aggregate: Aggregate,
  ): Promise<void>;
  /** The same for many of one kind in one statement, in their order. */
  emitMany<Schema, Desc extends DescMessage>(
    transaction: Transaction<Schema>,
    event: Desc,
    happenings: readonly { message: MessageInitShape<Desc>; aggregate: Aggregate }[],
  ): Promise<void>;
}

export function createOutbox(options: { emits: readonly DescMessage[]; wake: () => void }): Outbox {
  const declared = new Set(options.emits.map((desc) => desc.typeName));
  const emitMany: Outbox['emitMany'] = async (transaction, event, happenings) => {
    if (happenings.length === 0) return;
    if (!declared.has(event.typeName))
      throw new Error(`${event.typeName} is not among the events that this service emits.`);
    const rows = happenings.map(({ message, aggregate }) => {
      const payload = toBinary(event, create(event, message));
      if (payload.byteLength > MAX_EVENT_BYTES)
        throw new Error(`${event.typeName} has ${payload.byteLength} bytes; the limit is ${MAX_EVENT_BYTES}.`);
      return {
        event_id: newUuid(),
        type: event.typeName,
        version: 1,
        key: aggregate.key ?? aggregate.id,
        aggregate_type: aggregate.type,
        aggregate_id: aggregate.id,
        aggregate_version: aggregate.version,
        occurred_at: new Date(),
        traceparent: currentTraceparent(),
        payload,
      };
    });
    await (transaction as unknown as Transaction<KernelTables>).insertInto('outbox').values(rows).execute();
    afterCommit(transaction, options.wake);
  };
  return {
    emitMany,
    emit: (transaction, event, message, aggregate) => emitMany(transaction, event, [{ message, aggregate }]),
  };
}
