import type { z } from 'zod';

export type Environment = Record<string, string | undefined>;

/** A section of settings: one per service, each an object schema whose keys are the environment's names. */
export interface ConfigSection<Schema extends z.ZodObject = z.ZodObject> {
  name: string;
  schema: Schema;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** Parses every section of the environment and reports all mistakes together. Empty values count as unset. */
export function readConfig(sections: ConfigSection[], environment: Environment): Map<string, Record<string, unknown>> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const problems: string[] = [];
  const values = new Map<string, Record<string, unknown>>();
  for (const { name, schema } of sections) {
    const parsed = schema.safeParse(given);
    if (parsed.success) values.set(name, parsed.data as Record<string, unknown>);
    else {
      for (const issue of parsed.error.issues) {
        const key = String(issue.path[0] ?? name);
        const shown = given[key] === undefined ? 'is not set' : `is ${JSON.stringify(given[key])}`;
        problems.push(`${key} ${shown}: ${issue.message}`);
      }
    }
  }
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  return values;
}
