import { setTimeout as delay } from 'node:timers/promises';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc, kernelErrors } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { fromWire } from '../domain/access-rule.ts';
import { KEY_LEASE_MS } from '../media/key-leases.ts';
import { publishLatest } from '../store/publish-latest.ts';

export const ACCESS_CHANNEL = 'playback.access';
export const LIST_CHANNEL = 'playback.viewer-lists';

/**
 * Takes a rule over and answers when nobody is served under the old one any more: at once in this process, after the
 * lease where other processes serve media too, after its cache where a proxy asks us for permission.
 */
export const setAccess = defineRpc({
  method: PlaybackService.method.setAccess,
  callers: ['videos'],
  async handle(context: PlaybackContext, { rule }) {
    if (!rule) throw kernelErrors.malformed_request();
    const changed = await context.index.database.transaction(async (transaction) => {
      const applied = await context.access.applyRuleIn(transaction, fromWire(rule));
      if (applied && !rule.deleted) await publishLatest(context, transaction, rule.videoId);
      return applied;
    });
    context.leases.forgetVideo(rule.videoId);
    await context.pubSub.publish(ACCESS_CHANNEL, rule.videoId);
    if (!changed) return {};
    await waitForLeases(context);
    return {};
  },
});

/** Until no process and no proxy answers by what was before. */
export async function waitForLeases(context: PlaybackContext): Promise<void> {
  const leaseMs = (await context.access.hasOtherProcesses()) ? KEY_LEASE_MS : 0;
  const waitMs = leaseMs + context.config.EDGE_AUTH_CACHE_MS;
  if (waitMs > 0) await delay(waitMs);
}
