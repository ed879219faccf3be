import { type Command, CommandError, type CommandInput, text } from '../command.ts';

const USAGE = 2;

export const events: Command = {
  name: 'events',
  summary: 'Show events that a service could not apply, and have them applied; run it where the server runs.',
  usage: 'parked | replay ID | replay --all',
  options: {
    all: { type: 'boolean', help: 'Replay everything that is parked.' },
    service: { type: 'string', help: 'Only what this service has parked.' },
    json: { type: 'boolean', help: 'Print as JSON.' },
  },
  positionals: { min: 1, max: 2 },
  async run(input) {
    const { values, environment, terminal, signal } = input;
    const wish = wishOf(input);
    // The server's own code: loaded only where it is asked for.
    const { DataRefused, listParkedEvents, replayParkedEvents } = await import('@kinora/server/parked-events');
    const options = {
      environment,
      service: text(values, 'service'),
      json: values.json === true,
      write: (line: string) => terminal.out(line),
    };
    try {
      if (wish.do === 'replay') return (await replayParkedEvents({ ...options, ...wish, signal })) ? 0 : 1;
      await listParkedEvents(options);
      return 0;
    } catch (error) {
      if (error instanceof DataRefused) throw new CommandError(error.message, { exitCode: USAGE, cause: error });
      throw error;
    }
  },
};

function wishOf({ positionals, values }: CommandInput): { do: 'list' } | { do: 'replay'; eventId: string | undefined } {
  const [verb = '', eventId] = positionals;
  const refuse = (problem: string) => new CommandError(`${problem} See kinora events --help.`, { exitCode: USAGE });
  if (verb === 'parked') {
    if (eventId !== undefined || values.all) throw refuse('kinora events parked shows all that is parked.');
    return { do: 'list' };
  }
  if (verb !== 'replay') throw refuse(`kinora events takes parked or replay, not ${verb}.`);
  if ((eventId === undefined) === (values.all !== true)) {
    throw refuse('kinora events replay takes the id of an event, or --all.');
  }
  if (eventId !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(eventId)) {
    throw refuse(`${eventId} is not the id of an event.`);
  }
  return { do: 'replay', eventId: eventId?.toLowerCase() };
}
