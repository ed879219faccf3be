import type { Log } from '@kinora/kernel';

const GRACE_MS = 10_000;

/**
 * Stops in order at the first signal, at once at the second; also when the process that started us is gone. Answers a
 * signal that is aborted when stopping begins. Used by the entry files only: it ends the process.
 */
export function stopOnSignals(running: { log: Log; stop(): Promise<void> }): AbortSignal {
  const { log } = running;
  const stopping = new AbortController();
  const stop = (reason: string) => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    running.stop().then(
      () => process.exit(process.exitCode ?? 0),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (process.send) {
    if (process.connected) process.on('disconnect', () => stopping.signal.aborted || stop('the parent ended'));
    else stop('the parent ended');
  }
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'an error that nobody handles');
    process.exitCode = 1;
    if (!stopping.signal.aborted) stop('error');
  });
  return stopping.signal;
}
