import { type AuditContext, Findings, type Invariant } from '../invariant.ts';

interface Counted {
  id: string;
  counted: string;
  rows: string;
}

/** Counters and the rows that they count; of what is closed the rows are on their way out. */
const COUNTERS = [
  [
    'subscribers of channel',
    `select f.channel_id as id, f.subscribers as counted,
       (select count(*) from subscriptions.subscriptions s where s.channel_id = f.channel_id) as rows
     from subscriptions.followed_channels f where not f.closed`,
  ],
  [
    'likes of video',
    `select v.video_id as id, v.likes as counted,
       (select count(*) from interactions.reactions r where r.video_id = v.video_id and r.value = 1) as rows
     from interactions.videos v where not v.closed`,
  ],
  [
    'dislikes of video',
    `select v.video_id as id, v.dislikes as counted,
       (select count(*) from interactions.reactions r where r.video_id = v.video_id and r.value = -1) as rows
     from interactions.videos v where not v.closed`,
  ],
  [
    'comments of video',
    `select v.video_id as id, v.comments as counted,
       (select count(*) from interactions.comments c left join interactions.comments head on head.id = c.parent_id
        where c.video_id = v.video_id and c.state = 'shown' and (head.id is null or head.state = 'shown')) as rows
     from interactions.videos v where not v.closed`,
  ],
  [
    'answers to comment',
    `select c.id, c.replies as counted,
       (select count(*) from interactions.comments a where a.parent_id = c.id and a.state = 'shown') as rows
     from interactions.comments c where c.parent_id is null`,
  ],
  [
    'likes of comment',
    `select c.id, c.likes as counted,
       (select count(*) from interactions.comment_reactions r where r.comment_id = c.id and r.value = 1) as rows
     from interactions.comments c`,
  ],
] as const;

/** What other services keep of a count, which is the same once everything has been heard. */
const COPIES = [
  [
    'subscribers of channel, as channels has them,',
    `select c.id, c.subscribers as counted, f.subscribers as rows
     from channels.channels c join subscriptions.followed_channels f on f.channel_id = c.id where not f.closed`,
  ],
  [
    'likes of video, as videos has them,',
    `select v.id, v.likes as counted, i.likes as rows
     from videos.videos v join interactions.videos i on i.video_id = v.id where not i.closed`,
  ],
  [
    'comments of video, as videos has them,',
    `select v.id, v.comments as counted, i.comments as rows
     from videos.videos v join interactions.videos i on i.video_id = v.id where not i.closed`,
  ],
] as const;

export const countedOnce: Invariant = {
  number: 3,
  title: 'each like, comment and subscription is one row, and counters count them',
  async check(context) {
    const findings = new Findings();
    await compare(context, findings, COUNTERS);
    if (context.quiet) await compare(context, findings, COPIES);
    return findings;
  },
};

async function compare(
  context: AuditContext,
  findings: Findings,
  questions: readonly (readonly [string, string])[],
): Promise<void> {
  for (const [what, question] of questions) {
    for (const { id, counted, rows } of await context.query<Counted>(question)) {
      findings.look(`${what} ${id}`, counted !== rows && `are counted ${counted} and are ${rows}`);
    }
  }
}
