import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import type { BusEvent } from '@kinora/ports';
import type { Transaction } from 'kysely';

export interface ReceivedEvent<Message> {
  message: Message;
  envelope: Omit<BusEvent, 'payload'>;
}

/** One event that a service listens to. */
export interface Consumer<Context> {
  event: DescMessage;
  versions: readonly number[];
  prepare(context: Context, event: ReceivedEvent<never>): Promise<unknown>;
  apply(context: Context, transaction: Transaction<never>, event: ReceivedEvent<never>, prepared: never): Promise<void>;
  afterCommit(context: Context, event: ReceivedEvent<never>): void;
}

/**
 * `apply` runs in the transaction that also writes the inbox row: its effect happens once. What needs RPC, blobs or
 * other slow I/O is done before, in `prepare`, which may run more than once. `afterCommit` is for wake-ups.
 */
export function defineConsumer<Event extends DescMessage, Context, Schema, Prepared = undefined>(spec: {
  event: Event;
  prepare?(context: Context, event: ReceivedEvent<MessageShape<Event>>): Promise<Prepared>;
  apply(
    context: Context,
    transaction: Transaction<Schema>,
    event: ReceivedEvent<MessageShape<Event>>,
    prepared: Prepared,
  ): Promise<void>;
  afterCommit?(context: Context, event: ReceivedEvent<MessageShape<Event>>): void;
}): Consumer<Context> {
  return {
    event: spec.event,
    versions: [1],
    prepare: (spec.prepare ?? (async () => undefined)) as Consumer<Context>['prepare'],
    apply: spec.apply as unknown as Consumer<Context>['apply'],
    afterCommit: (spec.afterCommit ?? (() => {})) as Consumer<Context>['afterCommit'],
  };
}

/** The event as its consumer takes it; throws when the payload cannot be read. */
export function receive(consumer: Consumer<unknown>, { payload, ...envelope }: BusEvent): ReceivedEvent<never> {
  return { message: fromBinary(consumer.event, payload) as never, envelope };
}

/** Why this release cannot handle an event at all: a later one may. */
export function whyUnknown(
  consumer: Consumer<unknown> | undefined,
  { type, version }: Pick<BusEvent, 'type' | 'version'>,
): string | undefined {
  if (!consumer) return `this release does not listen to ${type}`;
  return consumer.versions.includes(version) ? undefined : `version ${version} of ${type} is not known to this release`;
}

/** Thrown by a consumer when trying again cannot help: the stream is parked at once. */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
}
