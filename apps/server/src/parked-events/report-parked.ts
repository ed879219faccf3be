import type { ParkedEvent } from './read-parked.ts';
import type { ReplayedStream } from './replay-parked.ts';

export function reportParked({ events, total }: { events: readonly ParkedEvent[]; total: number }): string {
  if (total === 0) return 'No event is parked.\n';
  const blocks = events.map((event) =>
    [
      `${event.service}  ${event.consumer}  ${event.eventId}${event.replay ? `  (replay ${event.replay})` : ''}`,
      `  ${event.type}, key ${event.key}, from ${event.producer}`,
      `  ${failures(event)}`,
      `  ${event.reason}`,
      '',
    ].join('\n'),
  );
  const more = total > events.length ? `${total - events.length} more are not shown. ` : '';
  const head = total === 1 ? '1 event is parked' : `${total} events are parked`;
  const hint = 'kinora events replay ID applies an event with all others of its stream, in their order.';
  return `${blocks.join('\n')}\n${more}${head}. ${hint}\n`;
}

function failures({ attempts, firstFailureAt, lastFailureAt, parkedAt }: ParkedEvent): string {
  if (attempts === 0) return `waits since ${parkedAt}`;
  if (attempts === 1) return `failed once, at ${lastFailureAt}`;
  return `failed ${attempts} times, from ${firstFailureAt} to ${lastFailureAt}`;
}

export function reportReplayed(streams: readonly ReplayedStream[]): string {
  if (streams.length === 0) return reportParked({ events: [], total: 0 });
  return streams.map((stream) => `${sentence(stream)}\n`).join('');
}

function sentence({ service, stream, applied, left, failed, unanswered }: ReplayedStream): string {
  const done = `${service}: ${stream}: ${applied} applied`;
  if (unanswered) {
    return `${done}, ${left} left. The service does not take it up: is its process running? It will when it starts.`;
  }
  if (!failed) return `${done}.`;
  return `${done}, ${left} left. ${failed.consumer} of ${failed.eventId} still fails: ${failed.reason}`;
}
