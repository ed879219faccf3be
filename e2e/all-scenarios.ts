import './scenarios/access.ts';
import './scenarios/accounts.ts';
import './scenarios/broken-files.ts';
import './scenarios/channels.ts';
import './scenarios/downloads.ts';
import './scenarios/job-in-browser.ts';
import './scenarios/parked-events.ts';
import './scenarios/rpc.ts';
import './scenarios/tokens.ts';
import './scenarios/uploads.ts';
import './scenarios/videos.ts';
import './scenarios/watch.ts';
import './scenarios/workers.ts';
import './scenarios/workers-elsewhere.ts';
// Last: they audit what all others have left, and end the platform.
import './scenarios/kills.ts';
import './scenarios/ends-in-order.ts';
