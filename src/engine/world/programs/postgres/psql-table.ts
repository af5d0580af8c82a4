interface Column {
  readonly name: string;
  /** An oid of pg_type. */
  readonly type: number;
}

type Rows = ReadonlyArray<ReadonlyArray<string | undefined>>;

/** How psql shows rows. */
export interface Form {
  readonly tuplesOnly: boolean;
  readonly unaligned: boolean;
  readonly separator: string;
  readonly quiet: boolean;
}

export function formOf(options: ReadonlyMap<string, readonly string[]>): Form {
  return {
    tuplesOnly: options.has('t'),
    unaligned: options.has('A'),
    separator: options.get('F')?.at(-1) ?? '|',
    quiet: options.has('q'),
  };
}

/** Numbers stand at the right: int8, int2, int4, oid, float4, float8, money, numeric. */
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 790, 1700]);

/** A result as psql prints it (fe_utils/print.c). */
export function tableText(columns: readonly Column[], rows: Rows, form: Form): string {
  const count = `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`;
  if (form.unaligned) {
    const lines = rows.map(row => row.map(value => value ?? '').join(form.separator));
    const head = columns.map(({ name }) => name).join(form.separator);
    const shown = form.tuplesOnly ? lines : [head, ...lines, count];
    return shown.map(line => `${line}\n`).join('');
  }
  const widths = columns.map(({ name }, index) =>
    Math.max(width(name), ...rows.map(row => Math.max(...(row[index] ?? '').split('\n').map(width)))),
  );
  const body = rows.map(row => rowText(columns, row, widths));
  if (form.tuplesOnly) return `${body.join('')}\n`;
  const head = columns.map(({ name }, index) => ` ${centred(name, widths[index] ?? 0)} `).join('|');
  const rule = widths.map(each => '-'.repeat(each + 2)).join('+');
  return `${head}\n${rule}\n${body.join('')}${count}\n\n`;
}

/** A value of several lines takes as many, each but the last with a plus sign at its end. */
function rowText(
  columns: readonly Column[],
  row: ReadonlyArray<string | undefined>,
  widths: readonly number[],
): string {
  const cells = row.map(value => (value ?? '').split('\n'));
  const height = Math.max(1, ...cells.map(lines => lines.length));
  let text = '';
  for (let line = 0; line < height; line += 1) {
    const shown = columns.map(({ type }, index) => {
      const value = cells[index]?.[line] ?? '';
      const goesOn = line + 1 < (cells[index]?.length ?? 0);
      const isLast = index === columns.length - 1;
      const isNothing = isLast && line > 0 && value === '';
      const room = isNothing ? '' : ' '.repeat((widths[index] ?? 0) - width(value));
      if (NUMBERS.has(type)) return ` ${room}${value}${goesOn ? '+' : isLast ? '' : ' '}`;
      return ` ${value}${isLast && !goesOn ? '' : room}${goesOn ? '+' : isLast ? '' : ' '}`;
    });
    text += `${shown.join('|')}\n`;
  }
  return text;
}

function centred(text: string, room: number): string {
  const left = Math.floor((room - width(text)) / 2);
  return ' '.repeat(left) + text + ' '.repeat(room - width(text) - left);
}

const width = (text: string) => [...text].length;
