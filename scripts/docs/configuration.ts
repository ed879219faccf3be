import { type ConfigSection, configSections, peerVariables } from '@kinora/kernel';
import { enginesSection, services } from '@kinora/server';
import { z } from 'zod';
import { table } from './markers.ts';

interface Setting {
  name: string;
  kind: string;
  fallback: string | undefined;
  description: string;
}

const TITLES: Record<string, string> = {
  app: 'Every process',
  engines: 'Engines behind the ports',
};

/** `docs/configuration.md`, from the schemas that read the settings. */
export function configurationPage(): string {
  const parts = sections().map(({ name, schema }) => {
    const settings = settingsOf(schema);
    const body =
      settings.length === 0
        ? 'It has no settings of its own.'
        : table(
            ['variable', 'takes', 'default', 'meaning'],
            settings.map(({ name: variable, kind, fallback, description }) => [
              `\`${variable}\``,
              kind,
              fallback === undefined ? '' : fallback === '' ? 'empty' : `\`${fallback}\``,
              description,
            ]),
          );
    return `## ${TITLES[name] ?? name}\n\n${body}`;
  });
  return `# Configuration

Everything is set by environment variables, and everything has a default: \`npm start\` needs none of them. An empty value
counts as unset. All mistakes are reported together before anything starts. Generated from the schemas by \`npm run docs\`.

${parts.join('\n\n')}

## Which services run here, and where the others are

${table(
  ['variable', 'takes', 'default', 'meaning'],
  [
    ['`ROLES`', 'names, separated by commas', 'all', `Services of this process: ${names().join(', ')}.`],
    ...services.flatMap((service) => {
      const { http, rpc } = peerVariables(service.name);
      const isPeer = services.some((other) => service.name in other.calls && other.name !== service.name);
      return [
        [`\`${http}\``, 'address', '', `Where ${service.name} answers HTTP, when it runs in another process.`],
        ...(isPeer
          ? [[`\`${rpc}\``, 'address', '', `Where ${service.name} answers calls of other services (gRPC over h2c).`]]
          : []),
      ];
    }),
  ],
)}

## Programs

${table(
  ['variable', 'takes', 'default', 'meaning'],
  [
    ['`FFMPEG_PATH`', 'path', 'the one in `PATH`', 'The ffmpeg to use, with ffprobe beside it.'],
    ['`FFPROBE_PATH`', 'path', 'beside ffmpeg', 'The ffprobe to use.'],
  ],
)}
`;
}

/** \`.env.example\`: every setting with its default, commented out. */
export function environmentExample(): string {
  const parts = sections()
    .map(({ name, schema }) => ({ name, settings: settingsOf(schema) }))
    .filter(({ settings }) => settings.length > 0)
    .map(({ name, settings }) => {
      const lines = settings.map(({ name: variable, fallback, description }) =>
        [`# ${description || variable}`, `#${variable}=${fallback ?? ''}`].join('\n'),
      );
      return `## ${TITLES[name] ?? name}\n\n${lines.join('\n\n')}`;
    });
  return `# Settings of Kinora with their defaults; none has to be set. docs/configuration.md explains them.
# Kinora reads the environment, not this file: export what you change, or hand the file to your supervisor.

${parts.join('\n\n')}
`;
}

function sections(): ConfigSection[] {
  const [app, ...others] = configSections(services);
  return [...(app ? [app] : []), enginesSection, ...others];
}

function names(): string[] {
  return services.map((service) => `\`${service.name}\``);
}

interface JsonProperty {
  type?: string;
  enum?: string[];
  format?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

function settingsOf(schema: z.ZodObject): Setting[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as {
    properties?: Record<string, JsonProperty>;
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    kind: kindOf(property),
    fallback: property.default === undefined ? undefined : String(property.default),
    description: property.description ?? '',
  }));
}

function kindOf(property: JsonProperty): string {
  if (property.enum) return property.enum.map((value) => `\`${value}\``).join(', ');
  if (property.format === 'uri') return 'address';
  if (property.type === 'integer' || property.type === 'number') {
    const noun = property.type === 'integer' ? 'whole number' : 'number';
    const { minimum, maximum, exclusiveMinimum } = property;
    const bounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
    if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER && bounded)
      return `${noun}, ${minimum} to ${maximum}`;
    if (exclusiveMinimum !== undefined) return `${noun} above ${exclusiveMinimum}`;
    return noun;
  }
  return property.type === 'boolean' ? '`true` or `false`' : 'text';
}
