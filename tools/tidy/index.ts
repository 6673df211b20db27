/**
 * Tidy: the rules of the house that no off-the-shelf linter knows, as a function of the tree.
 *
 * @packageDocumentation
 */
import { doorFindings } from './door-rules.ts';
import { findingText, houseFiles } from './house.ts';
import { regexFindings } from './regex-rules.ts';
import { sqlFindings } from './sql-rules.ts';
import { textFindings } from './text-rules.ts';
import { treeFindings } from './tree-rules.ts';

/** The beds of deliberate violations, planted elsewhere by `walls.test.ts`. */
const plantBed = /^tools\/walls\/[a-z]+-plants[.]ts$/;

/** Everything to tidy under `root`, one readable line per finding, each with its remedy. */
export function tidy(root: string): string[] {
  const files = houseFiles(root).filter(({ path }) => !plantBed.test(path));
  return [
    ...files.flatMap(textFindings),
    ...files.flatMap(sqlFindings),
    ...files.flatMap(regexFindings),
    ...doorFindings(files),
    ...treeFindings(files),
  ].map(findingText);
}
