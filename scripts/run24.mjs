// Runs a TypeScript file of this repository under Node 24, whichever Node npm uses.
import { findNode24, ROOT } from './lib/find-programs.mjs';
import { runProgram } from './lib/run-program.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  process.exitCode = await runProgram(findNode24(), process.argv.slice(2), { cwd: ROOT });
});
