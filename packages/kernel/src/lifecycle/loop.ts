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

/** Many times what a connection stays open without work; by chance, so that not all loops come at once. */
const quietMs = () => 20_000 + Math.random() * 20_000;

/** A background loop with an owner: it survives its errors with a back-off up to 5 s and ends by `stop`. */
export function startLoop({ name, log, idleMs, run }: LoopOptions): Loop {
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
        if (more !== true) await rest(more === 'quiet' ? quietMs() : idleMs);
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
