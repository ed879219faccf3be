import type { Environment } from '@kinora/kernel';
import { DataRefused, openData } from '../audit/open-data.ts';
import { LISTENING, readParked } from './read-parked.ts';
import { replayParked } from './replay-parked.ts';
import { reportParked, reportReplayed } from './report-parked.ts';

export { DataRefused } from '../audit/open-data.ts';

/** A terminal shows no more of one service: what is first fails first. */
const SHOWN = 1000;
const ALL = 1_000_000;

export interface ParkedEventsOptions {
  environment: Environment;
  /** Only this service's. */
  service: string | undefined;
  json: boolean;
  write: (text: string) => void;
}

/** Prints what is parked; works beside a running server and without one. Rejects with DataRefused. */
export async function listParkedEvents(options: ParkedEventsOptions): Promise<void> {
  const { json, write } = options;
  const asked = askedServices(options.service);
  await using data = await open(options.environment);
  const parked = await readable(() => readParked(data.client, { asked, limit: SHOWN }));
  write(json ? `${JSON.stringify(parked, null, 2)}\n` : reportParked(parked));
}

/**
 * Has the services of a running server apply what they parked: the stream of one event, or all. Answers whether nothing
 * of it is left; rejects with DataRefused when nothing could be asked.
 */
export async function replayParkedEvents(
  options: ParkedEventsOptions & {
    /** Undefined: all. */
    eventId: string | undefined;
    signal: AbortSignal;
  },
): Promise<boolean> {
  const { eventId, json, write, signal } = options;
  const asked = askedServices(options.service);
  await using data = await open(options.environment);
  if (!data.running) {
    throw new DataRefused('No server works on this data: start it first, for its services apply the events.');
  }
  const { events } = await readable(() => readParked(data.client, { asked, limit: ALL }));
  const chosen = events.filter((event) => eventId === undefined || event.eventId === eventId);
  if (eventId !== undefined && chosen.length === 0) {
    throw new DataRefused(`No event ${eventId} is parked${options.service ? ` by ${options.service}` : ''}.`);
  }
  const streams = await replayParked(data.client, chosen, signal);
  write(json ? `${JSON.stringify({ streams }, null, 2)}\n` : reportReplayed(streams));
  return streams.every(({ left }) => left === 0);
}

function askedServices(service: string | undefined): readonly string[] {
  if (service === undefined) return LISTENING;
  if (LISTENING.includes(service)) return [service];
  throw new DataRefused(`There is no service ${service} that hears events. There are ${LISTENING.join(', ')}.`);
}

async function open(environment: Environment) {
  try {
    const data = await openData(environment, 'events');
    return { ...data, [Symbol.asyncDispose]: data.close };
  } catch (error) {
    if (error instanceof DataRefused || !(error instanceof Error)) throw error;
    throw new DataRefused(`The data cannot be opened: ${error.message}`, { cause: error });
  }
}

/** A database that no server of this release has prepared has no such tables or columns. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!['3F000', '42P01', '42703'].includes((error as { code?: string }).code ?? '')) throw error;
    throw new DataRefused('This database is not prepared for this release. Start the server once, then ask again.', {
      cause: error,
    });
  }
}
