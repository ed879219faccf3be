import type { SchemaDescription, TableDescription } from '@kinora/adapter-postgres';

export interface ServiceSchema {
  service: string;
  text: string;
  description: SchemaDescription;
}

/** `docs/schema.md`: an entity diagram for each service, and the kernel's tables once. */
export function schemaPage(schemas: readonly ServiceSchema[]): string {
  const isEverywhere = ({ name }: TableDescription) =>
    schemas.every(({ description }) => description.tables.some((table) => table.name === name));
  const kernel = schemas[0]?.description.tables.filter(isEverywhere) ?? [];
  const parts = schemas.map(({ service, description }) => {
    const own = description.tables.filter((table) => !isEverywhere(table));
    return `## ${service}

Schema \`${description.schema}\`, in full in [schema.sql](../services/${service}/src/store/schema.sql).

\`\`\`mermaid
${drawing(own)}
\`\`\``;
  });
  return `# What is stored

Each service has a PostgreSQL schema of its own that no other service reads. Drawn from the database after all migrations
by \`npm run docs:schema\`. Ids that another service made are plain values: no key crosses a schema.

${parts.join('\n\n')}

## In every schema

The kernel's tables: events on their way out, events taken in, streams that wait for an operator, leases, answers that a
repeated request gets again.

\`\`\`mermaid
${drawing(kernel)}
\`\`\`
`;
}

function drawing(tables: readonly TableDescription[]): string {
  return ['erDiagram', ...tables.flatMap(relations), ...tables.flatMap(entity)].join('\n');
}

function relations(table: TableDescription): string[] {
  return table.foreignKeys.map((key) => {
    const nullable = key.columns.some((name) => !table.columns.find((column) => column.name === name)?.notNull);
    const single =
      sameColumns(key.columns, table.primaryKey) ||
      table.uniques.some((each) => sameColumns(key.columns, each.columns));
    return `  ${key.table} ${nullable ? '|o' : '||'}--${single ? 'o|' : 'o{'} ${table.name} : "${key.columns.join(', ')}"`;
  });
}

function sameColumns(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((column) => right.includes(column));
}

function entity(table: TableDescription): string[] {
  const lines = table.columns.map((column) => {
    const keys = [
      ...(table.primaryKey.includes(column.name) ? ['PK'] : []),
      ...(table.foreignKeys.some((key) => key.columns.includes(column.name)) ? ['FK'] : []),
      ...(table.uniques.some((each) => sameColumns(each.columns, [column.name])) ? ['UK'] : []),
    ];
    const words = [typeWord(column.type), column.name, keys.join(', ')].filter(Boolean).join(' ');
    return `    ${words}${column.notNull ? '' : ' "may be absent"'}`;
  });
  return [`  ${table.name} {`, ...lines, '  }'];
}

/** Mermaid takes one word. */
function typeWord(type: string): string {
  return type
    .replace('timestamp with time zone', 'timestamptz')
    .replace('character varying', 'varchar')
    .replace('double precision', 'float8')
    .replaceAll('[]', '_array')
    .replaceAll(/[^\w]+/g, '_')
    .replace(/_$/, '');
}
