import type { PlayerController, PlayerState } from '@kinora/player';

/** Of a window, what is used here. */
export interface FramedWindow {
  readonly parent: { postMessage(message: unknown, origin: string): void };
  addEventListener(name: 'message', listener: (event: ParentMessage) => void): void;
}
export interface ParentMessage {
  readonly source: unknown;
  readonly origin: string;
  readonly data: unknown;
}

export type Driven = Pick<PlayerController, 'play' | 'pause' | 'seek' | 'setRate' | 'totalS' | 'store'> & {
  sound: Pick<PlayerController['sound'], 'setVolume' | 'toggleMute'>;
};

/**
 * The page around an embedded player drives it by messages (`/embed.js`). Only the parent is heard, under the origin
 * by which it spoke first, and nobody else is answered.
 */
export class ParentLink {
  readonly #window: FramedWindow;
  #origin: string | null = null;
  #player: Driven | null = null;
  #failure: { code: string; message: string } | null = null;

  constructor(framed: FramedWindow) {
    this.#window = framed;
    framed.addEventListener('message', (event) => this.#hear(event));
  }

  /** From now on there is something to drive; answers how to let go of it. */
  attach(player: Driven): () => void {
    this.#player = player;
    this.#failure = null;
    this.#tellReady();
    let before = player.store.get();
    const stop = player.store.subscribe(() => {
      const now = player.store.get();
      for (const name of eventsBetween(before, now)) this.#tell(name, timesOf(player));
      const { problem } = now;
      if (problem !== before.problem && (problem === 'gone' || problem === 'unplayable'))
        this.fail({ code: problem, message: `The player cannot go on: ${problem}.` });
      before = now;
    });
    return () => {
      stop();
      if (this.#player === player) this.#player = null;
    };
  }

  /** There is nothing to drive, and why. */
  fail(failure: { code: string; message: string }): void {
    this.#failure = failure;
    this.#tell('error', failure);
  }

  #hear({ source, origin, data }: ParentMessage): void {
    if (source !== this.#window.parent || source === this.#window || !isCall(data)) return;
    // A page without an origin of its own cannot be answered alone.
    if (origin === 'null' || (this.#origin !== null && origin !== this.#origin)) return;
    this.#origin = origin;
    if (data.call === 'hello') {
      if (this.#failure) this.#tell('error', this.#failure);
      else this.#tellReady();
      return;
    }
    const answer = (reply: object) => this.#post({ id: data.id, ...reply });
    const player = this.#player;
    if (!player) {
      answer({ error: 'There is nothing to play.' });
      return;
    }
    run(player, data).then(
      (result) => answer({ result }),
      (error: unknown) => answer({ error: error instanceof Error ? error.message : String(error) }),
    );
  }

  #tellReady(): void {
    if (this.#player) this.#tell('ready', timesOf(this.#player));
  }

  #tell(event: string, data: object): void {
    this.#post({ event, data });
  }

  #post(message: object): void {
    if (this.#origin !== null) this.#window.parent.postMessage({ kinora: 1, ...message }, this.#origin);
  }
}

interface Call {
  kinora: 1;
  id?: unknown;
  call: string;
  value?: unknown;
}

function isCall(data: unknown): data is Call {
  return (
    typeof data === 'object' && data !== null && (data as Call).kinora === 1 && typeof (data as Call).call === 'string'
  );
}

async function run(player: Driven, { call, value }: Call): Promise<unknown> {
  const state = () => player.store.get();
  switch (call) {
    case 'play':
      await player.play();
      if (state().blocked) throw new Error('The browser lets nothing play with sound before somebody has clicked.');
      return undefined;
    case 'pause':
      return player.pause();
    case 'seek':
      return player.seek(numberIn(value, 0, player.totalS()));
    case 'currentTime':
      return state().currentS;
    case 'duration':
      return player.totalS();
    case 'volume':
      // The element tells what it was set to a moment later.
      if (value === undefined) return state().volume;
      player.sound.setVolume(numberIn(value, 0, 1));
      return numberIn(value, 0, 1);
    case 'muted':
      if (value !== undefined && Boolean(value) !== state().muted) player.sound.toggleMute();
      return value === undefined ? state().muted : Boolean(value);
    case 'playbackRate':
      if (value === undefined) return state().rate;
      player.setRate(numberIn(value, 0.25, 4));
      return numberIn(value, 0.25, 4);
    default:
      throw new Error(`The player knows no ${call.slice(0, 40)}.`);
  }
}

function numberIn(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError('A number is needed.');
  return Math.min(Math.max(value, least), most);
}

function timesOf(player: Driven): { currentTime: number; duration: number } {
  return { currentTime: player.store.get().currentS, duration: player.totalS() };
}

function eventsBetween(before: PlayerState, now: PlayerState): string[] {
  return [
    ...(before.paused !== now.paused ? [now.paused ? 'pause' : 'play'] : []),
    ...(before.currentS !== now.currentS ? ['timeupdate'] : []),
    ...(now.ended && !before.ended ? ['ended'] : []),
  ];
}
