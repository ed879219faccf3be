import { runCli } from '@kinora/cli';
import type { TestPlatform } from '@kinora/testing';

/** What a command of `kinora` prints and how it ends, as somebody types it where the server runs. */
export async function runKinora(
  platform: TestPlatform,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runCli({
    args,
    environment: platform.environment,
    terminal: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      isTty: false,
    },
    signal: new AbortController().signal,
  });
  return { code, out, err };
}
