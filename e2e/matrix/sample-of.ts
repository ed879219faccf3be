/** What bodies are described with, as far as they are. */
export interface JsonSchema {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | false;
  prefixItems?: JsonSchema[];
  minItems?: number;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  format?: string;
  pattern?: string;
}

/**
 * A value that the schema takes, all properties included. `named` gives values of properties by their name: ids of
 * others, and what only a pattern describes.
 */
export function sampleOf(schema: JsonSchema, named: Record<string, unknown>, name = ''): unknown {
  if (name in named) return named[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return sampleOf(choice, named);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, sampleOf(inner, named, key)]),
      );
    case 'array':
      if (schema.prefixItems)
        return schema.prefixItems.map((inner, index) => sampleOf({ ...inner, minimum: index }, named));
      return schema.items
        ? Array.from({ length: schema.minItems ?? 1 }, () => sampleOf(schema.items || {}, named))
        : [];
    case 'integer':
    case 'number':
      return schema.exclusiveMinimum === undefined ? (schema.minimum ?? 1) : schema.exclusiveMinimum + 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(schema);
  }
}

function sampleText({ format, minLength = 0 }: JsonSchema): string {
  if (format === 'uuid') return crypto.randomUUID();
  if (format === 'date-time') return '2030-01-01T00:00:00.000Z';
  if (format === 'uri') return 'https://example.org/';
  return 'sample'.padEnd(minLength, 's');
}
