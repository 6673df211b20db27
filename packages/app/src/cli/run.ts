import { main, processIo } from './index.ts';

// The launcher starts this file; everything else of the package runs nothing on import.
process.exitCode = await main(process.argv.slice(2), processIo());
