/** What one error code means, in every surface: HTTP status, exit code, the sentence, and what to try. */
export interface ErrorEntry {
  readonly code: string;
  /** HTTP status; 0 for errors that only the command line has. */
  readonly status: number;
  /** Exit code in the spirit of sysexits: 1, 64 usage, 65 input, 69 unavailable, 75 try again. */
  readonly exit: 1 | 64 | 65 | 69 | 75;
  readonly title: string;
  /** Why it happens in general; the occurrence adds its own numbers. */
  readonly why: string;
  readonly try: readonly string[];
}

/** An entry of a list of errors: code, status and exit; title and why; what to try. */
export const entry = (
  at: readonly [code: string, status: number, exit: ErrorEntry['exit']],
  words: readonly [title: string, why: string],
  ways: readonly string[],
): ErrorEntry => ({
  code: at[0],
  status: at[1],
  exit: at[2],
  title: words[0],
  why: words[1],
  try: ways,
});
