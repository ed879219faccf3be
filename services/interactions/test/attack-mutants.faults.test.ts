import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Service } from '@kinora/kernel';
import { mutantOf } from '@kinora/testing';
import * as attacks from './attacks.ts';
import { startInteractions } from './start-interactions.ts';

const WRITE = 'store/write-comments.ts';
const FIND = 'http/find-comment.ts';
const RIGHTS = 'http/channel-rights.ts';
const NOT_YOURS = 'if (!mine) throw interactionsErrors.not_yours();';

/** What is replaced in a file of the copy; by nothing, where it says nothing else. */
const defences: [name: string, attack: attacks.Attack, file: string, from: string, to?: string][] = [
  [
    'what may be seen is asked of videos',
    attacks.hidesWhatIsNotSeen,
    'visible-videos.ts',
    'if (!video) throw interactionsErrors.video_not_found();',
    'if (!video) return { id, channelId: "", ownerAccountId: "", insiderAccountIds: [], commentsAllowed: true };',
  ],
  ['authors edit', attacks.onlyAuthorsEdit, 'http/update-comment.ts', NOT_YOURS],
  ['authors delete', attacks.onlyAuthorsDelete, 'http/delete-comment.ts', NOT_YOURS],
  [
    'authors restore',
    attacks.onlyAuthorsRestore,
    'http/restore-comment.ts',
    'if (!mine) throw interactionsErrors.comment_not_found();',
  ],
  [
    'creators pin',
    attacks.onlyCreatorsPin,
    FIND,
    'if (!isCreator(found.video, request.caller.accountId)) throw interactionsErrors.not_allowed();',
  ],
  [
    'moderators remove',
    attacks.onlyModeratorsRemove,
    FIND,
    'if (!found.moderates) throw interactionsErrors.not_allowed();',
  ],
  [
    'what is held is read by few',
    attacks.heldIsNotRead,
    FIND,
    "comment.state !== 'shown' || head?.state !== 'shown'",
    "comment.state === 'deleted'",
  ],
  [
    'what is written anew is looked at again',
    attacks.editsAreHeld,
    'http/update-comment.ts',
    "heldFor !== null && now.state === 'shown'",
    'now === undefined',
  ],
  ['who is blocked says nothing', attacks.blockedSayNothing, WRITE, 'blocked.has(wish.id)', 'blocked === undefined'],
  ['slow mode is counted', attacks.slowModeHolds, WRITE, 'tooSoonMs > 0', 'tooSoonMs < 0'],
  [
    'comments of a minute are counted',
    attacks.floodsEnd,
    'http/create-comment.ts',
    'value > context.config.COMMENTS_PER_MINUTE',
    'value < 0',
  ],
  [
    'a cursor belongs to a video',
    attacks.cursorsStayInTheirList,
    'http/list-comments.ts',
    'after?.videoId !== video.id',
    'after === undefined',
  ],
  [
    'an answer belongs to a video',
    attacks.answersStayWithTheirVideo,
    WRITE,
    'answered.video_id !== videoId',
    'videoId === ""',
  ],
  [
    'the row of a video is locked first',
    attacks.oneLikeForEach,
    'store/lock-videos.ts',
    `    .orderBy('video_id')
    .forUpdate()`,
  ],
  [
    'a role is asked for',
    attacks.rolesAreAsked,
    RIGHTS,
    'if (role === undefined) throw interactionsErrors.channel_not_found();',
    'if (role === undefined) return;',
  ],
  [
    'not every role decides',
    attacks.helpersDecideNothing,
    RIGHTS,
    "(right === 'decide' ? DECIDERS : MODERATORS)",
    'MODERATORS',
  ],
];

test('every attack has a defence here', () => {
  assert.deepEqual(
    Object.values(attacks).filter((attack) => !defences.some(([, one]) => one === attack)),
    [],
  );
});

for (const [name, attack, file, from, to = ''] of defences) {
  test(`without it an attack succeeds: ${name}`, async () => {
    await using mutant = await mutantOf<{ interactions: Service }>('services/interactions', [{ file, from, to }]);
    const alone = await startInteractions({ COMMENTS_PER_MINUTE: '8' }, mutant.module.interactions);
    try {
      await assert.rejects(attack(alone), assert.AssertionError);
    } finally {
      await alone.service.stop();
    }
  });
}
