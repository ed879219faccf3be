import { startTestServer } from './test-database.ts';

/** The PostgreSQL of a whole test run: tells its address over IPC and ends with whoever started it. */
const { url, stop } = await startTestServer();
process.once('disconnect', () => {
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`The database of the tests does not stop: ${error}\n`);
      process.exit(1);
    },
  );
});
// Ctrl+C in a terminal reaches us too; our parent ends first.
process.on('SIGINT', () => {});
process.send?.({ url });
