import { after, before, describe, test } from 'node:test';
import { type Shape, startPlatform, type TestPlatform } from '@kinora/testing';

/** A part with a name of its own, of a scenario whose parts follow one another. */
export type Step = (name: string, body: () => Promise<void>) => Promise<void>;
type Body = (platform: TestPlatform, step: Step) => Promise<void>;

interface Scenario {
  name: string;
  body: Body;
  /** Not beside others: it changes or kills what they are using, or its times matter. */
  alone: boolean;
  shapes: readonly Shape[];
}

const scenarios: Scenario[] = [];
/** Scenarios beside each other: people do not queue either. */
const AT_ONCE = 4;

/** One body for every shape; `runScenarios` boots the shape once and runs all of them on it. */
export function scenario(name: string, body: Body, options: Partial<Omit<Scenario, 'name' | 'body'>> = {}): void {
  const { alone = false, shapes = ['one', 'split'] } = options;
  scenarios.push({ name, body, alone, shapes });
}

export function runScenarios(shape: Shape): void {
  const own = scenarios.filter(({ shapes }) => shapes.includes(shape));
  const asked = process.env.SCENARIO;
  const chosen = asked ? own.filter(({ name }) => name.includes(asked)) : own;
  describe(`shape ${shape}`, () => {
    let platform: TestPlatform | undefined;
    let failed = false;
    before(async () => {
      platform = await startPlatform({ shape });
    });
    after(async () => {
      if (failed && platform) process.stdout.write(await platform.readLog());
      await platform?.stop();
    });
    const register = ({ name, body }: Scenario) =>
      test(name, { timeout: 180_000 }, async (t) => {
        try {
          if (!platform) throw new Error('The platform has not started.');
          await body(platform, (part, run) =>
            t.test(part, () =>
              run().catch((error: unknown) => {
                failed = true;
                throw error;
              }),
            ),
          );
        } catch (error) {
          failed = true;
          throw error;
        }
      });
    describe('beside each other', { concurrency: AT_ONCE }, () => {
      for (const each of chosen.filter(({ alone }) => !alone)) register(each);
    });
    describe('one after the other', { concurrency: 1 }, () => {
      for (const each of chosen.filter(({ alone }) => alone)) register(each);
    });
  });
}
