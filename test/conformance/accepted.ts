/** A difference from a real daemon that stays, and why. */
export interface Accepted {
  /** Matched against the scenario's name. */
  readonly scenario: RegExp;
  /** Matched against `METHOD /path`. */
  readonly operation: RegExp;
  /** Matched against where it is: `status`, `header …`, `body State.Pid`. */
  readonly where: RegExp;
  readonly reason: string;
}

/** The only list of its kind. It may shrink; whoever adds to it says why Docker's answer cannot be had. */
export const accepted: readonly Accepted[] = [];

/** Scenarios that do not agree yet. This list may only shrink, and must be empty in a release. */
export const pending: readonly string[] = [];
