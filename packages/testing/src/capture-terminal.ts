/** Where a program writes what a person reads. */
export interface CapturedTerminal {
  out(text: string): void;
  err(text: string): void;
  isTty: boolean;
}

/** Runs a program of the command line on a terminal that nobody looks at: what it printed and how it ended. */
export async function captureTerminal(
  run: (terminal: CapturedTerminal) => Promise<number>,
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await run({
    out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    isTty: false,
  });
  return { code, out, err };
}
