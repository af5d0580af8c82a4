import { humanSize } from '../../../engine/images/progress.ts';
import type { LegacyCall } from './legacy-call.ts';
import { legacyJson } from './legacy-reply.ts';

/** One message of pull, import, insert or push. */
export interface Line {
  readonly status?: string;
  /** What is being done, and how far it is. */
  readonly action?: string;
  readonly progress?: string;
  readonly id?: string;
  readonly error?: string;
  readonly code?: number;
  /** The end of a run of progress: an empty status. */
  readonly end?: true;
}

/** The `version > 1.0` of api.go: JSON objects without anything between them, or lines of text. */
export const isJsonStream = ({ version }: LegacyCall) => version > 1.0;

/** utils/utils.go, StreamFormatter, as each release had it. */
export function written(call: LegacyCall, line: Line): string {
  if (!isJsonStream(call)) return textLine(line);
  return call.form === 1.0 ? firstJson(line) : laterJson(line, call.form);
}

function textLine({ status, action, progress, error, end }: Line): string {
  if (end) return '\r\n';
  if (error !== undefined) return `Error: ${error}\r\n`;
  return progress === undefined ? `${status}\r\n` : `${action} ${progress}\r`;
}

/** 0.3.4 wrote its objects by hand, and had none for errors. */
function firstJson({ status, progress, error, end }: Line): string {
  if (end) return '{"status" : ""}';
  if (error !== undefined) return `${error}\n`;
  return progress === undefined ? `{"status" : "${status}"}` : `{"progress" : "${progress}"}`;
}

function laterJson({ status, action, progress, id, error, code, end }: Line, form: number): string {
  if (end) return '{}';
  const shownId = form >= 1.4 && id !== undefined ? { id } : {};
  if (error !== undefined) {
    if (form < 1.4) return legacyJson({ error });
    return legacyJson({ error, errorDetail: { ...(code !== undefined && { code }), message: error } });
  }
  if (progress === undefined) return legacyJson({ status, ...shownId });
  return legacyJson({ ...(form >= 1.2 && { status: action }), progress, ...shownId });
}

/** `9671/93351 (10%)`; since 0.4.3 in kB and MB. */
export function progressText(current: number, total: number, form: number): string {
  const percent = total === 0 ? 100 : Math.trunc((current / total) * 100);
  const size = (bytes: number) =>
    form < 1.3 ? String(bytes) : humanSize(bytes).replace(/(?<=\d)(?=[a-zA-Z])/, ' ');
  return `${form < 1.3 ? size(current) : size(current).padStart(8)}/${size(total)} (${percent}%)`;
}
