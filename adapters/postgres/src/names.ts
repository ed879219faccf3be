/** Schema of the bus and of what the engine itself remembers; no service may have this name. */
export const ENGINE_SCHEMA = 'kinora';

export function schemaName(service: string): string {
  const name = service.replaceAll('-', '_');
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name) || name === ENGINE_SCHEMA || name === 'public' || name.startsWith('pg_'))
    throw new Error(`${JSON.stringify(service)} cannot be the name of a service: it names a schema of the database.`);
  return name;
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`.replace(/^'(?=.*\\\\)/s, "E'");
}
