import type { TestPlatform } from '@kinora/testing';

interface Column {
  place: string;
  expression: string;
}

/** Where in the whole database, in whatever schema, table and column, one of these texts stands. */
export async function tracesOf(platform: TestPlatform, texts: Record<string, string>): Promise<Map<string, string[]>> {
  const columns = await platform.query<{ schema: string; table: string; column: string; type: string }>(
    `select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type as type
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
     order by 1, 2, 3`,
  );
  const tables = new Map<string, Column[]>();
  for (const { schema, table, column, type } of columns) {
    const name = `"${schema}"."${table}"`;
    // Bytes are read as the text that may be in them.
    const expression = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    tables.set(name, [...(tables.get(name) ?? []), { place: `${schema}.${table}.${column}`, expression }]);
  }
  const found = new Map<string, string[]>();
  const names = Object.keys(texts);
  for (const [table, of] of tables) {
    const tests = of.flatMap(({ expression }, index) =>
      names.map(
        (_, which) => `bool_or(position(lower($${which + 1}) in lower(${expression})) > 0) as f${index}_${which}`,
      ),
    );
    const [row] = await platform.query<Record<string, boolean | null>>(
      `select ${tests.join(', ')} from ${table}`,
      Object.values(texts),
    );
    for (const [index, { place }] of of.entries()) {
      const what = names.filter((_, which) => row?.[`f${index}_${which}`]);
      if (what.length > 0) found.set(place, what);
    }
  }
  return found;
}
