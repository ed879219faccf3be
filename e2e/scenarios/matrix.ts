import assert from 'node:assert/strict';
import { eventually, type Person, registerAccount, type TestPlatform } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { request, statusOf } from '../http.ts';
import { makeObjects, namedValues, type OwnedObjects, objectsAt, stateOf } from '../matrix/objects.ts';
import { type Operation, readOperations } from '../matrix/read-operations.ts';
import { sampleOf } from '../matrix/sample-of.ts';
import { scenario } from '../scenario.ts';

/** What checks a credential of its own kind, each with tests of its own; whoever adds one says so here. */
const OWN_TOKEN = [
  'askPasskey',
  'createAccount',
  'createSession',
  'createSessionByPasskey',
  'deleteCurrentSession',
  'finishDeviceTokens',
  'finishSession',
  'getFeed',
  'getOembed',
  'issueAccessToken',
  'issueAppTokens',
  'issueDeviceTokens',
  'lookUpInvitation',
  'refreshDeviceTokens',
  'requestPasswordReset',
  'resetPassword',
  'returnFromProvider',
  'revokeAppTokens',
  'revokeDeviceTokens',
  'startProviderLogIn',
  'verifyEmail',
];

/** Moderators look after accounts, administrators after everything. */
const FOR_THE_FEW = ['moderator', 'admin'];

const SCOPES = ['read', 'upload', 'manage', 'admin'] as const;

/** What visitors may send. */
const FOR_ALL = ['createGrant', 'recordBeacon'];

scenario('every operation answers each role as it declares, whatever it is asked for', async (platform, step) => {
  const [owner, viewer, stranger, moderator, gone] = await Promise.all([
    registerAccount(platform),
    registerAccount(platform),
    registerAccount(platform),
    registerAccount(platform),
    registerAccount(platform),
  ]);
  const administrator = await administratorOf(platform);
  await administrator.client.admin.updateAccount(viewer.account.id, { role: 'viewer' });
  await administrator.client.admin.updateAccount(moderator.account.id, { role: 'moderator' });
  const objects = await makeObjects(owner, gone);
  const operations = inOrder(await readOperations(platform));
  const before = await stateOf(objects);

  await step('all that prove themselves in another way are known', async () => {
    const found = operations.filter(({ policy }) => policy === 'own-token').map(({ operationId }) => operationId);
    assert.deepEqual(found.sort(), OWN_TOKEN);
  });
  await step('what administrators do is theirs alone, and no visitor changes anything but counts', async () => {
    for (const { path, method, operationId, policy } of operations) {
      if (path.startsWith('/api/v1/admin/')) assert.ok(FOR_THE_FEW.includes(policy), operationId);
      else if (method !== 'GET' && policy === 'public') assert.ok(FOR_ALL.includes(operationId), operationId);
    }
  });
  const guarded = operations.filter(({ policy }) => policy !== 'own-token');

  await step('visitors, and those whose session is over, get what is public and nothing else', async () => {
    const token = await gone.client.accessToken();
    await gone.client.identity.revokeTokens(gone.tokens.refreshToken);
    assert.ok(token);
    await refusedEverywhere(platform, token);
    for (const operation of guarded) {
      await assertAnswers(platform, operation, objects, {
        name: 'a visitor',
        refused: needsLogIn(operation) ? 401 : 0,
      });
      await assertAnswers(platform, operation, objects, { name: 'one who logged out', token, refused: 401 });
    }
  });

  for (const [name, person, forbidden] of [
    ['a viewer', viewer, ['creator', 'moderator', 'admin']],
    ['another creator', stranger, ['moderator', 'admin']],
    ['a moderator', moderator, ['admin']],
  ] as const) {
    await step(`${name} reaches nothing of another`, async () => {
      for (const operation of guarded) {
        const refused = forbidden.some((policy) => policy === operation.policy) ? 403 : 0;
        await assertAnswers(platform, operation, objects, { name, person, refused });
      }
    });
  }

  for (const scope of SCOPES) {
    await step(
      `a token with scope ${scope} reaches what has that scope, as a creator would, and nothing else`,
      async () => {
        const { password, page } = administrator;
        const { token } = await page.apiTokens.create({ name: scope, scopes: [scope], days: 30, proof: { password } });
        const [within, beyond] = partition(guarded, ({ scopes }) => scopes.includes(scope));
        assert.ok(within.length > 0, 'it opens something');
        // Refused before anything is done: in any order, and at once.
        await Promise.all(
          beyond.map((operation) =>
            assertAnswers(platform, operation, objects, {
              name: scope,
              token,
              refused: 403,
              code: 'kernel.scope_missing',
            }),
          ),
        );
        for (const operation of within.filter(({ policy }) => !FOR_THE_FEW.includes(policy)))
          await assertAnswers(platform, operation, objects, { name: `a token to ${scope}`, token, refused: 0 });
      },
    );
  }

  await step('and nothing of it has changed', async () => {
    assert.deepEqual(await stateOf(objects), before);
  });

  await step('its owner, and an administrator, get what they may', async () => {
    for (const operation of guarded) {
      const person = FOR_THE_FEW.includes(operation.policy) ? administrator : owner;
      for (const { params } of named(operation, objects)) {
        const { status, text } = await ask(platform, operation, { params, objects, person });
        const problem = `${operation.operationId} answers its owner ${status}: ${text.slice(0, 200)}`;
        assert.ok(status !== 401 && status !== 403 && status < 500, problem);
      }
    }
  });
});

/** What everybody who has an account may do with what everybody sees. */
const TAKING_PART = [
  'createComment',
  'deleteCommentReaction',
  'deleteReaction',
  'deleteSubscription',
  'putCommentReaction',
  'putReaction',
  'putSubscription',
  'removeFromHistory',
  'reportComment',
  'reportVideo',
  'restoreToHistory',
];

/** What moderators of the site may do with what others said. */
const KEEPING_ORDER = ['approveComment', 'removeComment'];

/** One operation of each service that takes tokens: each learns by itself what was revoked. */
const BY_SERVICE = [
  'me',
  'me/channels',
  'me/videos',
  'me/storage',
  'admin/workers',
  'videos/none/quality',
  'me/subscriptions',
  'me/liked-videos',
];

function refusedEverywhere(platform: TestPlatform, token: string): Promise<unknown> {
  return eventually('the token is refused everywhere', async () => {
    const asked = BY_SERVICE.map((path) => statusOf(request(`${platform.url}/api/v1/${path}`, { token })));
    return (await Promise.all(asked)).every((status) => status === 401);
  });
}

/** What reads before what changes, what removes last; a person's own sessions after everything else. */
function inOrder(operations: Operation[]): Operation[] {
  const rank = ({ method, path }: Operation) =>
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method) +
    (path.includes('/sessions') || path.endsWith('-deletion') ? 10 : 0);
  return operations.toSorted((a, b) => rank(a) - rank(b));
}

function partition<T>(items: T[], holds: (item: T) => boolean): [T[], T[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

const needsLogIn = ({ policy }: Operation) => policy !== 'public';

/** An operation without a name in its address is about the caller's own things. */
function named(operation: Operation, objects: OwnedObjects) {
  return operation.params.length > 0 ? objectsAt(operation.path, objects) : [{ params: {}, seen: undefined }];
}

interface Asking {
  name: string;
  person?: Person;
  token?: string;
  /** The status with which the operation itself refuses them; 0 where it is theirs to use. */
  refused: number;
  code?: string;
}

async function assertAnswers(
  platform: TestPlatform,
  operation: Operation,
  objects: OwnedObjects,
  { name, person, token, refused, code }: Asking,
): Promise<void> {
  for (const { params, seen } of named(operation, objects)) {
    const { status, text } = await ask(platform, operation, { params, objects, person, token });
    const answer = `${operation.operationId} answers ${name} ${status} (${seen ?? 'own'}): ${text.slice(0, 200)}`;
    assert.ok(status < 500, answer);
    if (code) assert.equal((JSON.parse(text) as { code: string }).code, code, answer);
    if (refused > 0) assert.equal(status, refused, answer);
    else if (seen === 'owner' && operation.policy !== 'moderator') assert.equal(status, 404, answer);
    else if (seen === 'password') assertLocked(operation, status, answer);
    else if (seen === 'everyone' && name === 'a moderator' && KEEPING_ORDER.includes(operation.operationId))
      assert.ok(status < 400, answer);
    else if (seen === 'everyone' && TAKING_PART.includes(operation.operationId)) assert.ok(status < 400, answer);
    else if (seen === 'everyone' && operation.operationId === 'createGrant') assert.equal(status, 409, answer);
    else if (seen === 'everyone' && needsLogIn(operation)) assert.ok(status === 403 || status === 404, answer);
    else if (seen === 'everyone') assert.ok(status < 400, answer);
    // Its own things; what a body names is still another's.
    else assert.notEqual(status, 401, answer);
  }
}

/** Its password is known to all here, and nobody shows what it buys. */
function assertLocked(operation: Operation, status: number, answer: string): void {
  // What is said about it is not there for those who have not opened it.
  const isAround = /\/(reaction|comments|reports)$/.test(operation.path);
  const isRead = operation.method === 'GET' && operation.policy === 'public' && !isAround;
  const expected = isRead ? 403 : 404;
  assert.equal(status, operation.operationId === 'createGrant' ? 201 : expected, answer);
}

async function ask(
  platform: TestPlatform,
  operation: Operation,
  of: {
    params: Record<string, string>;
    objects: OwnedObjects;
    person?: Person | undefined;
    token?: string | undefined;
  },
): Promise<{ status: number; text: string }> {
  const values = namedValues(of.objects);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(of.params[name] ?? ''));
  const url = new URL(path, platform.url);
  for (const { name, schema } of operation.query) url.searchParams.set(name, String(sampleOf(schema, values, name)));
  const { body } = operation;
  const isJson = body?.type === 'application/json';
  const response = await request(url.href, {
    method: operation.method,
    ...(of.person ? { client: of.person.client } : {}),
    ...(of.token ? { token: of.token } : {}),
    ...(body && isJson ? { json: sampleOf(body.schema, values) } : {}),
    ...(body && !isJson ? { headers: { 'content-type': body.type }, body: 'WEBVTT\n' } : {}),
  });
  const text = await response.text();
  const { status } = response;
  assert.ok(
    operation.statuses.includes(status),
    `${operation.operationId} does not say that it may answer ${status}: ${text.slice(0, 200)}`,
  );
  return { status, text };
}
