import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';

export interface SchemaDescription {
  schema: string;
  enums: { name: string; values: string[] }[];
  /** Those that no column owns. */
  sequences: string[];
  tables: TableDescription[];
  views: { name: string; definition: string }[];
  functions: { name: string; definition: string }[];
}

export interface TableDescription {
  name: string;
  comment: string | undefined;
  columns: ColumnDescription[];
  primaryKey: string[];
  uniques: { name: string; columns: string[] }[];
  foreignKeys: { name: string; columns: string[]; table: string; targetColumns: string[]; definition: string }[];
  /** Every constraint as the server writes it, primary key first. */
  constraints: { name: string; definition: string }[];
  /** Those that no constraint brings along. */
  indexes: { name: string; definition: string }[];
  triggers: { name: string; definition: string }[];
}

export interface ColumnDescription {
  name: string;
  type: string;
  notNull: boolean;
  default: string | undefined;
  identity: 'always' | 'by default' | undefined;
  /** The expression of a generated column. */
  generated: string | undefined;
  comment: string | undefined;
}

/** Table of the adapter itself, the same in every schema. */
const OWN_TABLE = 'migrations';

/** What a service's schema holds, from the catalogs, everything in the order of its name (columns in theirs). */
export async function readSchema(query: QueryExecutorProvider): Promise<SchemaDescription> {
  const schema = (await rows<{ name: string }>(query, sql`select current_schema() as name`))[0]?.name;
  if (!schema) throw new Error('There is no schema to describe: the search path is empty.');
  const tables = await readTables(query, schema);
  return {
    schema,
    tables,
    enums: await rows(
      query,
      sql`select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as values
          from pg_type t join pg_enum e on e.enumtypid = t.oid
          where t.typnamespace = ${schema}::regnamespace group by t.typname order by t.typname collate "C"`,
    ),
    sequences: (
      await rows<{ name: string }>(
        query,
        sql`select relname as name from pg_class c where relkind = 'S' and relnamespace = ${schema}::regnamespace
            and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i'))
            order by relname collate "C"`,
      )
    ).map((row) => row.name),
    views: await rows(
      query,
      sql`select relname as name, pg_get_viewdef(oid, true) as definition from pg_class
          where relkind in ('v', 'm') and relnamespace = ${schema}::regnamespace order by relname collate "C"`,
    ),
    functions: await rows(
      query,
      sql`select proname as name, pg_get_functiondef(p.oid) as definition from pg_proc p
          where pronamespace = ${schema}::regnamespace and prokind in ('f', 'p')
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
          order by proname collate "C", pg_get_function_identity_arguments(p.oid)`,
    ),
  };
}

interface TableRow {
  oid: number;
  name: string;
  comment: string | null;
}

interface ConstraintRow {
  oid: number;
  name: string;
  kind: 'p' | 'u' | 'f' | 'c' | 'x';
  definition: string;
  columns: string[] | null;
  target: string | null;
  target_columns: string[] | null;
}

interface OwnedRow {
  oid: number;
  name: string;
  definition: string;
}

async function readTables(query: QueryExecutorProvider, schema: string): Promise<TableDescription[]> {
  const tables = await rows<TableRow>(
    query,
    sql`select oid::int8 as oid, relname as name, obj_description(oid, 'pg_class') as comment from pg_class
        where relkind in ('r', 'p') and relnamespace = ${schema}::regnamespace and relname <> ${OWN_TABLE}
        order by relname collate "C"`,
  );
  const columns = await rows<ColumnRow>(query, columnsOf(schema));
  const constraints = await rows<ConstraintRow>(query, constraintsOf(schema));
  const indexes = await rows<OwnedRow>(
    query,
    sql`select i.indrelid::int8 as oid, c.relname as name, pg_get_indexdef(i.indexrelid) as definition
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = ${schema}::regnamespace
        and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
        order by c.relname collate "C"`,
  );
  const triggers = await rows<OwnedRow>(
    query,
    sql`select t.tgrelid::int8 as oid, t.tgname as name, pg_get_triggerdef(t.oid, true) as definition
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = ${schema}::regnamespace and not t.tgisinternal order by t.tgname collate "C"`,
  );
  const local = (definition: string): string => definition.replaceAll(` ON ${schema}.`, ' ON ');
  const owned = (all: OwnedRow[], oid: number) =>
    all.filter((row) => row.oid === oid).map(({ name, definition }) => ({ name, definition: local(definition) }));
  return tables.map((table) => {
    const own = constraints.filter((constraint) => constraint.oid === table.oid);
    const named = (kind: ConstraintRow['kind']) => own.filter((constraint) => constraint.kind === kind);
    return {
      name: table.name,
      comment: table.comment ?? undefined,
      columns: columns.filter((column) => column.oid === table.oid).map(columnDescription),
      primaryKey: named('p')[0]?.columns ?? [],
      uniques: named('u').map(({ name, columns: of }) => ({ name, columns: of ?? [] })),
      foreignKeys: named('f').map((key) => ({
        name: key.name,
        columns: key.columns ?? [],
        table: key.target ?? '',
        targetColumns: key.target_columns ?? [],
        definition: key.definition,
      })),
      constraints: own.map(({ name, definition }) => ({ name, definition })),
      indexes: owned(indexes, table.oid),
      triggers: owned(triggers, table.oid),
    };
  });
}

interface ColumnRow {
  oid: number;
  name: string;
  type: string;
  not_null: boolean;
  default: string | null;
  identity: '' | 'a' | 'd';
  generated: boolean;
  comment: string | null;
}

function columnDescription(row: ColumnRow): ColumnDescription {
  return {
    name: row.name,
    type: row.type,
    notNull: row.not_null,
    default: row.generated ? undefined : (row.default ?? undefined),
    identity: row.identity === 'a' ? 'always' : row.identity === 'd' ? 'by default' : undefined,
    generated: row.generated ? (row.default ?? undefined) : undefined,
    comment: row.comment ?? undefined,
  };
}

const columnsOf = (schema: string) => sql`
  select a.attrelid::int8 as oid, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    a.attnotnull as not_null, pg_get_expr(d.adbin, d.adrelid) as default, a.attidentity as identity,
    a.attgenerated <> '' as generated, col_description(a.attrelid, a.attnum) as comment
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relnamespace = ${schema}::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  order by a.attrelid, a.attnum`;

/** Without the constraints that PostgreSQL 18 keeps for NOT NULL: an older one has none, and the column says it. */
const constraintsOf = (schema: string) => sql`
  select k.conrelid::int8 as oid, k.conname as name, k.contype as kind, pg_get_constraintdef(k.oid) as definition,
    (select array_agg(a.attname::text order by p.position) from unnest(k.conkey) with ordinality p (number, position)
     join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.number) as columns,
    (select relname from pg_class where oid = k.confrelid) as target,
    (select array_agg(a.attname::text order by p.position) from unnest(k.confkey) with ordinality p (number, position)
     join pg_attribute a on a.attrelid = k.confrelid and a.attnum = p.number) as target_columns
  from pg_constraint k
  where k.connamespace = ${schema}::regnamespace and k.contype in ('p', 'u', 'f', 'c', 'x') and k.conrelid <> 0
  order by k.contype <> 'p', k.conname collate "C"`;

async function rows<Row>(query: QueryExecutorProvider, statement: RawBuilder<unknown>): Promise<Row[]> {
  return (await statement.execute(query)).rows as Row[];
}
