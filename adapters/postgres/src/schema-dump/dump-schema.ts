import type { Database } from '@kinora/ports';
import { quoteIdentifier, quoteLiteral } from '../names.ts';
import { readSchema, type SchemaDescription, type TableDescription } from './read-schema.ts';

/**
 * A service's schema as text and as values. The text is the same for the same schema on every PostgreSQL that the
 * statements themselves do not change on, so it can be committed and compared; it is for reading, not for restoring.
 */
export async function dumpSchema<Schema>(
  database: Pick<Database<Schema>, 'query'>,
): Promise<{ text: string; description: SchemaDescription }> {
  const description = await readSchema(database.query);
  return { text: schemaText(description), description };
}

export function schemaText(description: SchemaDescription): string {
  const parts = [
    ...description.enums.map(
      ({ name, values }) => `create type ${identifier(name)} as enum (${values.map(quoteLiteral).join(', ')});`,
    ),
    ...description.sequences.map((name) => `create sequence ${identifier(name)};`),
    ...description.tables.map(tableText),
    ...description.views.map(({ name, definition }) => `create view ${identifier(name)} as\n${definition.trim()}`),
    ...description.functions.map(({ definition }) => `${definition.trim()};`),
  ];
  const heading = `-- Schema ${description.schema}, written from the database after its migrations. Do not edit.`;
  return `${[heading, ...parts].join('\n\n')}\n`;
}

function tableText(table: TableDescription): string {
  const lines = [
    ...table.columns.map((column) => {
      const words = [`${identifier(column.name)} ${column.type}`];
      if (column.notNull) words.push('not null');
      if (column.identity) words.push(`generated ${column.identity} as identity`);
      if (column.generated) words.push(`generated always as (${column.generated}) stored`);
      if (column.default) words.push(`default ${column.default}`);
      return `  ${words.join(' ')}`;
    }),
    ...table.constraints.map(({ name, definition }) => `  constraint ${identifier(name)} ${definition}`),
  ];
  const comments = [
    ...(table.comment ? [`comment on table ${identifier(table.name)} is ${quoteLiteral(table.comment)};`] : []),
    ...table.columns
      .filter((column) => column.comment)
      .map(
        (column) =>
          `comment on column ${identifier(table.name)}.${identifier(column.name)} is ${quoteLiteral(column.comment ?? '')};`,
      ),
  ];
  return [
    `create table ${identifier(table.name)} (\n${lines.join(',\n')}\n);`,
    ...table.indexes.map(({ definition }) => `${definition};`),
    ...table.triggers.map(({ definition }) => `${definition};`),
    ...comments,
  ].join('\n');
}

function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}
