import './scenarios/access.ts';
import './scenarios/accounts.ts';
import './scenarios/broken-files.ts';
import './scenarios/channels.ts';
import './scenarios/rpc.ts';
import './scenarios/tokens.ts';
import './scenarios/uploads.ts';
import './scenarios/videos.ts';
import './scenarios/watch.ts';
import './scenarios/workers.ts';
// Last: it audits what all others have left, and ends the platform.
import './scenarios/kills.ts';
