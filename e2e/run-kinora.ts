import { runCli } from '@kinora/cli';
import { captureTerminal, type TestPlatform } from '@kinora/testing';

/** What a command of `kinora` prints and how it ends, as somebody types it where the server runs. */
export function runKinora(
  platform: TestPlatform,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const { signal } = new AbortController();
  return captureTerminal((terminal) => runCli({ args, environment: platform.environment, terminal, signal }));
}
