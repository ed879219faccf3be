import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log/log.ts';

export interface Loop {
  /** Runs again at once, or right after the run that is under way. */
  wake(): void;
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  log: Log;
  /** Pause after a run that found nothing to do. */
  idleMs: number;
  /**
   * Answers true when there may be more to do at once, and 'quiet' when only `wake` can bring more, or the death of
   * another process: the pause is then long enough for the database to be left alone.
   */
  run: (signal: AbortSignal) => Promise<boolean | 'quiet' | undefined>;
}

const TICK_MS = 30_000;
/** By chance, so that not all processes come at once. */
const PHASE_MS = Math.random() * TICK_MS;

/** Between two loops of a process: long enough for the one before to have given its connection back. */
const STEP_MS = 25;
let started = 0;

/**
 * Long pauses of a process end one after the other, at its next tick after `ms`: the connection that is opened for one
 * loop of a service serves the others too, and between ticks there is none.
 */
const untilTick = (ms: number, place: number) => ms + TICK_MS - ((Date.now() + ms - PHASE_MS - place) % TICK_MS);
/** Many times what a connection stays open without work. */
const QUIET_MS = 15_000;

/** A background loop with an owner: it survives its errors with a back-off up to 5 s and ends by `stop`. */
export function startLoop({ name, log, idleMs, run }: LoopOptions): Loop {
  const place = (started++ * STEP_MS) % (TICK_MS / 10);
  const stopping = new AbortController();
  let pause = new AbortController();
  let woken = false;
  let failures = 0;

  const rest = async (ms: number) => {
    if (woken || stopping.signal.aborted) return;
    pause = new AbortController();
    try {
      await delay(ms, undefined, { signal: pause.signal, ref: false });
    } catch {
      // Woken or stopped: both are looked at by the caller.
    }
  };

  const finished = (async () => {
    while (!stopping.signal.aborted) {
      woken = false;
      try {
        const more = await run(stopping.signal);
        failures = 0;
        if (more === 'quiet') await rest(untilTick(QUIET_MS, place));
        else if (more !== true) await rest(idleMs < TICK_MS ? idleMs : untilTick(idleMs - TICK_MS / 2, place));
      } catch (error) {
        if (stopping.signal.aborted) break;
        failures++;
        log.warn({ err: error, loop: name, failures }, 'a background loop failed and is tried again');
        await rest(Math.min(5000, 100 * 2 ** Math.min(failures, 6)));
      }
    }
  })();

  return {
    wake() {
      woken = true;
      pause.abort();
    },
    async stop() {
      stopping.abort();
      pause.abort();
      await finished;
    },
  };
}
