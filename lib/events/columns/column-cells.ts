import { parseStoredJson } from '#lib/platform/json.ts';
import { MAX_COLUMN_VALUE } from './schema.ts';

/** What a statement reads beside each event when columns are asked for. */
export type CellsRow = {
  /** By path, in the order asked for: `s` and a text, or `j` and JSON, up to one character too many; null where there is nothing. */
  cells: (string | null)[] | null;
  /** The cells tell what is masked for others. */
  reveals: boolean | null;
};

export type ColumnCells = {
  /** Path to value; a place that an event does not have, or whose content is not shown, is left out. */
  columns: Record<string, unknown>;
  /** Paths whose value was too long: the first characters stand for it, as text. */
  columns_cut: string[];
};

/**
 * Reads the cells of `page`, a row of the list with `doc`, the content to read, and `hidden_by`, its masked form while
 * the whole one is read; and names what it reads, once it stands beside the page as `found`.
 */
export function columnCells(
  paths: readonly string[],
  param: (value: unknown) => string,
): { cells: string; fields: string[] } {
  const roots = param(paths.map((path) => path.slice(0, path.indexOf('.'))));
  const rests = param(paths.map((path) => path.slice(path.indexOf('.') + 1)));
  const most = MAX_COLUMN_VALUE + 1;
  // Cut where it is read: a value may be as large as the whole content. The offset keeps each from being looked up thrice.
  const cells = `SELECT
      array_agg(CASE jsonb_typeof(at.value) WHEN 'string' THEN 's' || left(at.value #>> '{}', ${most})
        ELSE 'j' || left(at.value::text, ${most}) END ORDER BY at.place) AS cells,
      bool_or(at.root = 'data' AND page.hidden_by IS NOT NULL
        AND page.hidden_by #> string_to_array(at.rest, '.') IS DISTINCT FROM at.value) AS reveals
    FROM (SELECT asked.place, asked.root, asked.rest,
        CASE asked.root WHEN 'data' THEN page.doc #> string_to_array(asked.rest, '.')
          ELSE coalesce(page.attributes -> asked.rest, page.attributes #> string_to_array(asked.rest, '.')) END AS value
      FROM unnest(${roots}::text[], ${rests}::text[]) WITH ORDINALITY AS asked(root, rest, place) OFFSET 0) at`;
  return { cells, fields: ['found.cells', 'found.reveals'] };
}

const glyphsOf = (text: string): string[] => Array.from(text);

/** The cells of one event by the paths that were asked for. */
export function toColumnCells(paths: readonly string[], cells: CellsRow['cells']): ColumnCells {
  const columns: Record<string, unknown> = {};
  const cut: string[] = [];
  for (const [index, path] of paths.entries()) {
    const cell = cells?.[index] ?? null;
    if (cell === null) continue;
    const text = cell.slice(1);
    const glyphs = text.length > MAX_COLUMN_VALUE ? glyphsOf(text) : [];
    if (glyphs.length > MAX_COLUMN_VALUE) {
      cut.push(path);
      columns[path] = glyphs.slice(0, MAX_COLUMN_VALUE).join('');
    } else columns[path] = cell.startsWith('s') ? text : parseStoredJson(text);
  }
  return { columns, columns_cut: cut };
}
