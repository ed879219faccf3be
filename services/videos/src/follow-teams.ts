import type { VideosContext } from './context.ts';
import { withdrawNow } from './http/withdraw-now.ts';
import type { ChannelTeams } from './store/channel-teams.ts';
import { toAccessRule } from './store/to-access-rule.ts';

const AT_ONCE = 50;

/** Videos of a channel whose team has changed: playback is told who is let in, and a new owner takes over. */
export async function followTeams(context: VideosContext, teams: ChannelTeams): Promise<boolean | 'quiet'> {
  const team = await teams.next();
  if (!team) return 'quiet';
  const ids = await teams.listBehind(team, AT_ONCE);
  for (const id of ids) {
    const changed = await teams.follow(id, team);
    if (changed) await withdrawNow(context, toAccessRule(changed));
  }
  if (ids.length === 0) await teams.settle(team);
  return true;
}
