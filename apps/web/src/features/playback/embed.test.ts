import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Driven, ParentLink, type ParentMessage } from './parent-link.ts';

const SITE = 'https://kinora.example';
const AROUND = 'https://blog.example';

/** A frame of ours in a page of somebody else; what each side is sent, and to whom. */
function framed() {
  const toParent: { message: Record<string, unknown>; origin: string }[] = [];
  let hear: (event: ParentMessage) => void = () => {};
  const parent = {
    postMessage: (message: unknown, origin: string) =>
      toParent.push({ message: message as Record<string, unknown>, origin }),
  };
  const link = new ParentLink({ parent, addEventListener: (_name, listener) => (hear = listener) });
  const say = (data: object, { origin = AROUND, source = parent as unknown } = {}) => hear({ source, origin, data });
  return { link, parent, toParent, say };
}

function fakePlayer() {
  let state = { paused: true, ended: false, currentS: 0, volume: 1, muted: false, rate: 1, blocked: false };
  const listeners = new Set<() => void>();
  const set = (change: object) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const player = {
    store: {
      get: () => state,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    totalS: () => 13,
    play: async () => set({ paused: false }),
    pause: () => set({ paused: true }),
    seek: (currentS: number) => set({ currentS }),
    setRate: (rate: number) => set({ rate }),
    sound: {
      setVolume: (volume: number) => set({ volume }),
      toggleMute: () => set({ muted: !state.muted }),
    },
  };
  return { player: player as unknown as Driven, set };
}

/** Answers are given in promises, all of which are done by then. */
const settled = () => new Promise((done) => setImmediate(done));

test('the parent drives the player and hears of it; nobody else is heard or answered', async () => {
  const { link, toParent, say } = framed();
  const { player, set } = fakePlayer();
  set({ paused: true });
  link.attach(player);
  assert.equal(toParent.length, 0, 'nothing is said before the parent has spoken');
  say({ kinora: 1, call: 'hello' }, { source: {} });
  say({ kinora: 1, call: 'hello' }, { origin: 'null' });
  say({ call: 'hello' });
  assert.equal(toParent.length, 0);

  say({ kinora: 1, call: 'hello' });
  say({ kinora: 1, id: 1, call: 'seek', value: 99 });
  say({ kinora: 1, id: 2, call: 'volume', value: 'loud' });
  say({ kinora: 1, id: 3, call: 'constructor' });
  say({ kinora: 1, id: 4, call: 'pause' }, { origin: 'https://evil.example' });
  await settled();
  assert.ok(
    toParent.every(({ origin }) => origin === AROUND),
    'to its origin alone',
  );
  const messages = toParent.map(({ message }) => message);
  assert.deepEqual(messages[0], { kinora: 1, event: 'ready', data: { currentTime: 0, duration: 13 } });
  assert.deepEqual(messages[1], { kinora: 1, event: 'timeupdate', data: { currentTime: 13, duration: 13 } });
  assert.deepEqual(messages.find(({ id }) => id === 2)?.error, 'A number is needed.');
  assert.match(`${messages.find(({ id }) => id === 3)?.error}`, /knows no constructor/);
  assert.ok(!messages.some(({ id }) => id === 4));
});

test('the script is small, and takes messages of its own frame and origin only', async () => {
  const source = readFileSync(new URL('../../../public/embed.js', import.meta.url), 'utf8');
  assert.ok(source.length < 4096, `${source.length} bytes`);
  const { link, parent, say } = framed();
  const { player } = fakePlayer();
  link.attach(player);
  const heard: ((event: object) => void)[] = [];
  // The frame's window as the page around sees it.
  const contentWindow = {
    postMessage(data: object, origin: string) {
      assert.equal(origin, SITE);
      say(data);
    },
  };
  parent.postMessage = (data, origin) => {
    assert.equal(origin, AROUND);
    for (const listener of heard) listener({ source: contentWindow, origin: SITE, data });
    return 0;
  };
  const window = {} as { Kinora: { Player: new (frame: object) => Record<string, (...values: unknown[]) => unknown> } };
  const listen = (_name: string, listener: (event: object) => void) => heard.push(listener);
  new Function('window', 'document', 'addEventListener', 'removeEventListener', source)(
    window,
    { currentScript: { src: `${SITE}/embed.js` } },
    listen,
    () => {},
  );
  const frame = { tagName: 'IFRAME', src: `${SITE}/embed/x`, contentWindow, addEventListener() {} };
  const remote = new window.Kinora.Player(frame);
  const events: unknown[] = [];
  remote.on?.('timeupdate', (data: unknown) => events.push(data));
  const forged = { kinora: 1, event: 'timeupdate', data: 'forged' };
  for (const listener of heard) {
    listener({ source: {}, origin: SITE, data: forged });
    listener({ source: contentWindow, origin: 'https://evil.example', data: forged });
  }
  await remote.ready;
  await remote.play?.();
  assert.equal(player.store.get().paused, false);
  await remote.seek?.(4);
  assert.deepEqual(events, [{ currentTime: 4, duration: 13 }]);
  assert.deepEqual(
    [await remote.volume?.(0.5), await remote.muted?.(true), await remote.playbackRate?.(), await remote.duration?.()],
    [0.5, true, 1, 13],
  );
  await assert.rejects(async () => remote.seek?.('x'), /A number is needed/);
  remote.destroy?.();
});
