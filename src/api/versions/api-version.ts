/** `1.51` as [1, 51]; compared part by part, never as a number (1.9 comes before 1.10). */
export type ApiVersion = readonly [major: number, minor: number];
