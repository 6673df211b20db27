/** How many writes one process has in hand; what is over it is turned away before it costs anything. */
export interface InFlight {
  /** @returns a function that lets it go; undefined when the process has its hands full */
  readonly enter: () => (() => void) | undefined;
  readonly count: () => number;
}

/** @param most writes in hand at once; 0 = any number */
export function inFlight(most: number): InFlight {
  let count = 0;
  return {
    count: () => count,
    enter: () => {
      if (most > 0 && count >= most) return undefined;
      count += 1;
      let isHeld = true;
      return () => {
        if (isHeld) count -= 1;
        isHeld = false;
      };
    },
  };
}
