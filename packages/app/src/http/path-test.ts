/**
 * Tells paths of a route such as `/v1/orders/:order_id/cancel` from others; `::` is a literal colon, and a slash at the
 * end changes nothing.
 */
export function pathTest(route: string): (path: string) => boolean {
  const wanted = route
    .split('/')
    .map((part) => (/^:\w/.test(part) ? undefined : part.replaceAll('::', ':')));
  return (path) => {
    const parts = path.split('/');
    if (parts.length === wanted.length + 1 && parts.at(-1) === '') parts.pop();
    return (
      parts.length === wanted.length &&
      wanted.every((part, at) => (part === undefined ? parts[at] !== '' : part === parts[at]))
    );
  };
}
