/** The command line: `node main/cli.ts COMMAND ...`. Results go to stdout, everything else to stderr. */
import process from 'node:process';

const commands = [
  'analyse', 'frames', 'bench', 'evaluate', 'train-head', 'bench-heads', 'explain-bench', 'model-card',
  'phantom', 'inputs', 'features', 'mutate', 'deidentify', 'bench-caselog', 'agreement', 'dicom',
  'dataset', 'bench-receive', 'report',
] as const;
type CommandName = (typeof commands)[number];

/** A command takes its arguments and answers with the exit code. */
export interface Command {
  run(args: readonly string[]): Promise<number>;
}

async function load(name: CommandName): Promise<Command> {
  switch (name) {
    case 'analyse': return import('./commands/analyse.ts');
    case 'frames': return import('./commands/frames.ts');
    case 'bench': return import('./commands/bench.ts');
    case 'evaluate': return import('./commands/evaluate.ts');
    case 'train-head': return import('./commands/train-head.ts');
    case 'bench-heads': return import('./commands/bench-heads.ts');
    case 'explain-bench': return import('./commands/explain-bench.ts');
    case 'model-card': return import('./commands/model-card.ts');
    case 'phantom': return import('./commands/phantom.ts');
    case 'inputs': return import('./commands/inputs.ts');
    case 'features': return import('./commands/features.ts');
    case 'mutate': return import('./commands/mutate.ts');
    case 'deidentify': return import('./commands/deidentify.ts');
    case 'bench-caselog': return import('./commands/bench-caselog.ts');
    case 'dicom': return import('./commands/dicom.ts');
    case 'bench-receive': return import('./commands/bench-receive.ts');
    case 'agreement': return import('./commands/agreement.ts');
    case 'dataset': return import('./commands/dataset.ts');
    case 'report': return import('./commands/report.ts');
  }
}

// A reader that has seen enough (`| head`) ends the output, not the work.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const [name, ...args] = process.argv.slice(2);
const known = commands.find((command) => command === name);
if (known === undefined) {
  process.stderr.write(`Unknown command "${name ?? ''}". Known: ${commands.join(', ')}.\n`);
  process.exitCode = 1;
} else {
  process.exitCode = await (await load(known)).run(args);
}
