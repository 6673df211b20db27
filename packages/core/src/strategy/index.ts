/**
 * Strategy: what operations staff want of routing, as a versioned document in plain JSON: what objectives are
 * worth in money, which nodes are out, which are dearer, how far an order may be split, what is tried when
 * nothing fits, and for which orders and dates. Here it is checked, compiled, compared and read aloud; nothing in
 * it is ever evaluated as code.
 *
 * @packageDocumentation
 */
