import { testTheJob } from './job.ts';
import { withBrowser } from './with-browser.ts';

testTheJob(withBrowser('split'));
