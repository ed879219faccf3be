// Each of the files that TEST_FILES names as a suite of its own: hooks of one are not run for the tests of others, and what
// they start does not stand there all at once.
import { describe } from 'node:test';
import { pathToFileURL } from 'node:url';

for (const path of JSON.parse(process.env.TEST_FILES ?? '[]'))
  describe(path, async () => {
    await import(pathToFileURL(path).href);
  });
