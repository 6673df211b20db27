const namesMax = 5;

/** Names of processes in a sentence; of many only the first. */
export function namesOf(some: readonly { readonly name: string }[]): string {
  const names = some.slice(0, namesMax).map(({ name }) => name);
  const more = some.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${String(more)} more`;
}
